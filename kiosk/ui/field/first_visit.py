"""Screens that are made when somebody first goes to them: the window opens with those it shows.

Whoever owns screens says of each what it is and how it is joined with the others:

    @on_first_visit(SearchScreen)
    def search(self, search: SearchScreen) -> None:
        search.create_wanted.connect(...)

and calls `offer_screens(self)` once. From then on the navigator knows the way to `V04`, and
`self.search` is the screen, made and joined by whichever of the two asks first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.navigator import Navigator


class Owner(Protocol):
    """Whose screens they are."""

    kit: Kit
    navigator: Navigator


_Owner = TypeVar("_Owner", bound=Owner)
_Screen = TypeVar("_Screen", bound=FieldScreen)


class OnFirstVisit(Generic[_Owner, _Screen]):
    """One screen of an owner, made once; every later reading finds it in the owner itself."""

    def __init__(self, kind: type[_Screen], join: Callable[[_Owner, _Screen], None]) -> None:
        self.kind, self._join = kind, join
        self._name = join.__name__
        self.__doc__ = join.__doc__

    def make(self, owner: _Owner) -> _Screen:
        """Return the screen, new and joined."""
        screen = self.kind(owner.kit)
        owner.__dict__[self._name] = screen
        self._join(owner, screen)
        return screen

    @overload
    def __get__(self, owner: None, kind: type[_Owner]) -> Self: ...
    @overload
    def __get__(self, owner: _Owner, kind: type[_Owner]) -> _Screen: ...
    def __get__(self, owner: _Owner | None, kind: type[_Owner]) -> Self | _Screen:
        if owner is None:
            return self
        screen_id = self.kind.screen_id
        owner.navigator.screen(screen_id)
        made: _Screen | None = owner.__dict__.get(self._name)
        if made is None:
            raise RuntimeError(f"{screen_id} belongs to another {type(owner).__name__} by now")
        return made


def on_first_visit(
    kind: type[_Screen],
) -> Callable[[Callable[[_Owner, _Screen], None]], OnFirstVisit[_Owner, _Screen]]:
    """Let a method join a screen of *kind*; its name reads the screen."""
    return partial(OnFirstVisit, kind)


def offer_screens(owner: Owner) -> tuple[str, ...]:
    """Tell the navigator of every such screen of *owner*; return their ids."""
    offered: list[OnFirstVisit[Any, Any]] = [
        one for one in vars(type(owner)).values() if isinstance(one, OnFirstVisit)
    ]
    for one in offered:
        owner.navigator.offer(one.kind.screen_id, partial(one.make, owner))
    return tuple(one.kind.screen_id for one in offered)
