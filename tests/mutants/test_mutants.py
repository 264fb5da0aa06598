"""Broken rules are noticed (PROTOCOL §25): a few on every change, all in the long run."""

from __future__ import annotations

import os

import pytest

from tests.mutants.catalogue import MUTANTS, Edit, Mutant
from tests.mutants.child import DoesNotApply, Mutation
from tests.mutants.running import judge

SOAK = bool(os.environ.get("VENTANILLA_SOAK"))
RULES = 21
CHOSEN = [one for one in MUTANTS if SOAK or one.is_quick]


def test_there_is_a_mutant_of_every_rule() -> None:
    """All numbers of PROTOCOL §25 stand in the catalogue."""
    assert {int(one.number.split()[0]) for one in MUTANTS} == set(range(1, RULES + 1))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.number)
def test_every_edit_still_applies(mutant: Mutant) -> None:
    """A mutant whose text has left the source proves nothing; it must be written anew."""
    Mutation(mutant.edits)


def test_an_edit_that_does_not_apply_is_an_error() -> None:
    """Text that is not there, or there twice, is told and never passed over."""
    with pytest.raises(DoesNotApply):
        Mutation([Edit(module="sync.chain", old="not there", new="")])
    with pytest.raises(DoesNotApply):
        Mutation([Edit(module="sync.chain", old="return hashlib", new="")])


@pytest.mark.slow
@pytest.mark.parametrize("mutant", CHOSEN, ids=lambda one: one.number)
def test_a_broken_rule_is_caught(mutant: Mutant) -> None:
    """A test fails once the rule does not hold."""
    judged = judge(mutant)

    assert judged.is_caught, judged.trouble
