"""The field window over real registrations on a real encrypted file; the rest are fakes."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.field import FieldServices
from kiosk.services.views import SectionView
from kiosk.ui.field.form import FormEntry
from tests.support.desk import Desk
from tests.support.offices import Counter


class RealForms:
    """A desk whose forms, records and people are those of a counter."""

    def __init__(self, desk: Desk, counter: Counter) -> None:
        self.desk, self.counter = desk, counter
        self.form = desk.window.forms.form

    def show(self, view: SectionView) -> None:
        """Show a page of a draft as if it was gone on with."""
        self.desk.window.navigator.restart("V02", "V09", FormEntry(view=view))
        self.desk.settle()

    @property
    def view(self) -> SectionView:
        """The page that is shown."""
        view = self.form.view
        assert view is not None
        return view


def real_services(fakes: FieldServices, counter: Counter) -> FieldServices:
    """Return the services with real forms."""
    return replace(
        fakes,
        registrations=counter.registrations,
        records=counter.records,
        citizens=counter.citizens,
        catalogue=counter.catalogue,
        receipts=counter.receipts,
    )
