"""Who may be like somebody: a wide net by words, birth date and CURP; scoring is elsewhere."""

from __future__ import annotations

import json

from kiosk.store import queries
from kiosk.store.folding import identity_value, words_of
from sync.ids import SubjectId
from sync.journal import Transaction

_MOST = 400


def near(tx: Transaction, name: str, born: str | None, curp: str) -> tuple[queries.PersonRow, ...]:
    """Return people with the same CURP, the same birth date, or two words of the name in common.

    At most some hundreds, those with most words in common first.
    """
    words = [word for word in words_of(name) if len(word) > 2]
    rows = tx.execute(
        "SELECT subject, max(weight) FROM ("
        " SELECT subject, 100 AS weight FROM person_identity WHERE type = 'curp' AND value = ?"
        " UNION ALL SELECT subject, 50 FROM person WHERE born = ?"
        " UNION ALL SELECT subject, count(*) FROM person_word"
        "  WHERE word IN (SELECT value FROM json_each(?)) GROUP BY subject HAVING count(*) >= 2"
        ") GROUP BY subject ORDER BY 2 DESC, subject LIMIT ?",
        (identity_value(curp), born, json.dumps(words), _MOST),
    ).fetchall()
    found = (queries.person(tx, SubjectId(row[0])) for row in rows)
    return tuple(person for person in found if person is not None)
