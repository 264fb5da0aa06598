"""`python -m tests.mutants [NUMBER…]`: break every rule of PROTOCOL §25 and see a test notice it.

Prints each mutant with the test that caught it, then `N caught, 0 survived`. Exit 1 when one
survived or when an edit does not apply to the source any more.
"""

from __future__ import annotations

import sys

from tests.mutants.catalogue import MUTANTS
from tests.mutants.running import judge_all


def main(arguments: list[str]) -> int:
    """Judge all mutants, or those that are named."""
    chosen = [one for one in MUTANTS if not arguments or one.number.split()[0] in arguments]
    caught = survived = 0
    for one in judge_all(chosen):
        caught += one.is_caught
        survived += not one.is_caught
        said = one.caught_by or one.trouble
        print(f"{one.mutant.number:>9}  {one.mutant.rule}\n{'':11}{said}  {one.seconds:.1f} s")
    print(f"{caught} caught, {survived} survived")
    return 0 if survived == 0 and caught else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
