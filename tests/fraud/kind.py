"""What a kind of fraud is: its name, one sentence, by what it may be found, and how it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fraud.office import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fraud.

    *found_by*: the names any one of which finds it; a name that ends in `*` stands for all that
    begin so. *plant* plays the rest of a day that was begun honestly. *delivers* False: the device
    is kept from the central.
    """

    name: str
    says: str
    found_by: tuple[str, ...]
    plant: Callable[[Day], None]
    delivers: bool = True

    def finds(self, seen: str) -> bool:
        """Say whether something that was seen finds this fraud."""
        return any(
            seen.startswith(one[:-1]) if one.endswith("*") else seen == one for one in self.found_by
        )
