"""A large workbook, to measure converting it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook


def write_workbook(file: Path, questions: int, choices: int) -> None:
    """Write a workbook of so many questions, every fifth a select with a filtered list."""
    book = Workbook(write_only=True)
    survey = book.create_sheet("survey")
    survey.append(["type", "name", "label", "relevant", "choice_filter"])
    survey.append(["text", "state", "State", "", ""])
    for one in range(questions - 1):
        relevant = f"${{q{one - 1}}} != ''" if one % 3 == 2 else ""
        if one % 5 == 4:
            survey.append(
                ["select_one towns", f"q{one}", f"Town {one}", relevant, "state=${state}"]
            )
        else:
            survey.append(["integer", f"q{one}", f"Question {one}", relevant, ""])
    rows = book.create_sheet("choices")
    rows.append(["list_name", "name", "label", "state"])
    for one in range(choices):
        rows.append(["towns", f"t{one}", f"Town {one}", f"s{one % 100}"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title", "version"])
    settings.append(["large", "Large", "1"])
    book.save(file)
