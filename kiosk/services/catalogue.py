"""The services an office offers, as pulled from the platform (DESIGN §9)."""

from __future__ import annotations

from kiosk.services.views import ServiceCard


class Catalogue:
    """What V08 shows."""

    def services(self, language: str) -> tuple[ServiceCard, ...]:
        """Return the services in *language* ("es" or "en"), by life event, then name."""
        raise NotImplementedError
