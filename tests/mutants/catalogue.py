"""The mutants of PROTOCOL §25 as exact edits. An edit whose text is not found once is an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One place in a module's source, and what stands there in the mutant."""

    module: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A broken rule; `number` is that of PROTOCOL §25, a letter tells two sides of one apart."""

    number: str
    rule: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    is_quick: bool = False  # its test runs on every change


INGEST, PUSH = "sync.central.ingest", "sync.device.push"
TEST_INGEST = "tests/delivery/test_central_ingest.py"
TEST_DECISION = "tests/unit/test_sync_decision.py"
TEST_COSE = "tests/unit/test_sync_cose.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        number="1",
        rule="high-water mark not updated in the same transaction",
        edits=(
            Edit(
                module=INGEST,
                old="    connection.execute(_MOVE, "
                '{**here, "seq": batch.last, "head": batch.last_head})\n',
                new="",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_a_crash_between_any_two_statements_leaves_nothing_half",),
    ),
    Mutant(
        number="2",
        rule="no unique event_id",
        edits=(
            Edit(
                module=INGEST,
                old="    if bulk.add_new(connection, table, claims) == len(claims):\n",
                new="    if bulk.add_new(connection, table, claims) >= 0:\n",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_same_event_in_another_stream_counts_once",),
    ),
    Mutant(
        number="3",
        rule="event_id unique without comparing the digest",
        edits=(
            Edit(
                module=INGEST,
                old="        elif owner.digest != item.digest:\n",
                new="        elif owner.digest is None:\n",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_a_salt_twice_in_one_batch_is_compared_too",),
    ),
    Mutant(
        number="4",
        rule="ack accepted without head comparison",
        edits=(
            Edit(
                module="sync.device.decision",
                old="    heads_agree = own_head(ack.seq) == ack.head\n",
                new="    heads_agree = True\n",
            ),
        ),
        tests=(TEST_DECISION,),
        is_quick=True,
    ),
    Mutant(
        number="5",
        rule="incarnation ignored",
        edits=(
            Edit(
                module="sync.device.decision",
                old="    if ack.incarnation != known.incarnation:\n",
                new="    if not ack.incarnation:\n",
            ),
        ),
        tests=(TEST_DECISION,),
    ),
    Mutant(
        number="6",
        rule="overlap not compared",
        edits=(
            Edit(
                module=INGEST,
                old="    for seq, head in stored:\n",
                new="    for seq, head in (row for row in stored if row.seq < batch.first):\n",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_other_history_is_a_fork",),
    ),
    Mutant(
        number="7",
        rule="previous hash not compared",
        edits=(
            Edit(
                module=INGEST,
                old="    stored = connection.execute(_HISTORY, _span(batch, batch.first - 1))\n",
                new="    stored = connection.execute(_HISTORY, _span(batch, batch.first))\n",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_a_batch_that_hangs_on_another_head_is_a_fork",),
    ),
    Mutant(
        number="8 device",
        rule="synchronous FULL -> NORMAL",
        edits=(
            Edit(
                module="kiosk.vault.engine",
                old='    "PRAGMA synchronous = FULL",\n',
                new='    "PRAGMA synchronous = NORMAL",\n',
            ),
            Edit(  # the vault looks at itself; without that it would not even open
                module="kiosk.vault.engine",
                old='    if connection.execute("PRAGMA synchronous").fetchone()[0] != 2:\n',
                new='    if connection.execute("PRAGMA synchronous").fetchone()[0] == 0:\n',
            ),
        ),
        tests=("tests/vault/test_database.py",),
    ),
    Mutant(
        number="8 central",
        rule="synchronous FULL -> NORMAL",
        edits=(
            Edit(
                module="sync.central.engines",
                old='            "synchronous=FULL",\n',
                new='            "synchronous=NORMAL",\n',
            ),
        ),
        tests=("tests/delivery/test_central_database.py",),
    ),
    Mutant(
        number="9",
        rule="ack signed before commit",
        edits=(
            Edit(
                module="sync.central.pushes",
                old="        outcome = ingest(\n",
                new="        self._keys.signer.sign(b'an ack of what is not committed yet')\n"
                "        outcome = ingest(\n",
            ),
        ),
        tests=(f"{TEST_INGEST}::test_the_ack_is_signed_only_after_the_commit",),
    ),
    Mutant(
        number="10",
        rule="quarantine rolls back the batch",
        edits=(
            Edit(
                module=INGEST,
                old="    _load(connection, rows)\n    connection",
                new="    if any(row.quarantine for row in rows):\n"
                "        raise ValueError('quarantine')\n"
                "    _load(connection, rows)\n    connection",
            ),
        ),
        tests=("tests/delivery/test_central_codes.py",),
    ),
    Mutant(
        number="11",
        rule="new stream on a plain error",
        edits=(
            Edit(
                module=PUSH,
                old="""        trouble = trouble_of(answer, invalid)
        if isinstance(answer, NoAnswer):
""",
                new="""        trouble = trouble_of(answer, invalid)
        if isinstance(answer, NoAnswer):
            from sync.device.forks import go_on

            self._desk.store.write(lambda tx: go_on(self._desk, tx, batch.stream))
""",
            ),
        ),
        tests=("tests/delivery/test_device_engine.py", "tests/delivery/test_device_simulation.py"),
    ),
    Mutant(
        number="12",
        rule="200 accepted without a signature",
        edits=(
            Edit(
                module=PUSH,
                old="            except MessageInvalid as error:\n"
                "                invalid = error\n",
                new="""            except MessageInvalid as error:
                invalid = error
                if answer.status == 200:
                    self._desk.store.write(
                        lambda tx: self._desk.outbox.acknowledge(
                            tx,
                            batch.stream,
                            seq=batch.last,
                            durable=0,
                            codes=(),
                            now=self._desk.clock.now(),
                        )
                    )
                    return Outcome(again=True, delivered=True)
""",
            ),
        ),
        tests=("tests/delivery/test_device_link.py",),
    ),
    Mutant(
        number="13",
        rule="pruning at ack instead of durable",
        edits=(
            Edit(
                module="sync.device.pruning",
                old="AND ? <= s.durable",
                new="AND ? <= s.acknowledged",
            ),
        ),
        tests=("tests/delivery/test_device_gone.py",),
    ),
    Mutant(
        number="14",
        rule="domain string empty",
        edits=(
            Edit(
                module="sync.cose",
                old='    external_aad = b"vt1/" + domain.encode("ascii")\n',
                new='    external_aad = b""\n',
            ),
        ),
        tests=(f"{TEST_COSE}::test_a_signature_of_one_domain_is_none_of_another",),
    ),
    Mutant(
        number="15",
        rule="unprotected map accepted",
        edits=(
            Edit(
                module="sync.cose",
                old="    if unprotected:\n",
                new="    if unprotected is None:\n",
            ),
        ),
        tests=(TEST_COSE,),
    ),
    Mutant(
        number="16",
        rule="frame size not checked before decompression",
        edits=(
            Edit(
                module="sync.sealed",
                old="    if stated.content_size > CONTENT_CAP_BYTES or "
                "stated.window_size > WINDOW_CAP_BYTES:\n",
                new="    if stated.window_size > WINDOW_CAP_BYTES:\n",
            ),
        ),
        tests=("tests/unit/test_sync_envelope.py",),
    ),
    Mutant(
        number="17",
        rule="events renumbered but headers re-encoded at a fork",
        edits=(
            Edit(
                module="sync.journal.journal",
                old="                previous = next_head(stream, last, previous, "
                "one.header, one.digest)\n",
                new="                one = __import__('dataclasses').replace("
                "one, header=decode_header(one.header).encode())\n"
                "                previous = next_head(stream, last, previous, "
                "one.header, one.digest)\n",
            ),
        ),
        tests=("tests/reliability/test_moved_headers.py",),
    ),
    Mutant(
        number="18",
        rule="backoff not re-armed after failure",
        edits=(
            Edit(
                module="sync.device.link",
                old="        self._ready_at = now + jitter\n",
                new='        self._ready_at = float("inf")\n',
            ),
        ),
        tests=("tests/delivery/test_device_pace.py",),
    ),
    Mutant(
        number="19",
        rule="missing witness taken for a new file",
        edits=(
            Edit(
                module="kiosk.vault.witness",
                old="        return Finding.UNREADABLE if holds_events else None\n",
                new="        return None\n",
            ),
        ),
        tests=("tests/vault/test_witness.py",),
    ),
    Mutant(
        number="20",
        rule="wipe accepted from the central's key",
        edits=(
            Edit(
                module="sync.wipe",
                old="    administrator = read_administrator_certificate("
                "message.certificate_bytes(), roots)\n",
                new="    from sync.certificates import read_central_certificate\n\n"
                "    try:\n"
                "        administrator = read_administrator_certificate("
                "message.certificate_bytes(), roots)\n"
                "    except MessageInvalid:\n"
                "        administrator = read_central_certificate("
                "message.certificate_bytes(), roots)\n",
            ),
        ),
        tests=("tests/unit/test_sync_wipe.py::test_the_centrals_key_orders_no_wipe",),
    ),
    Mutant(
        number="21",
        rule="profile accepted from a root that is not pinned",
        edits=(
            Edit(
                module="sync.profile",
                old="    trusted = [root for root in roots if "
                "not pinned_roots or root in pinned_roots]\n",
                new="    trusted = list(roots)\n",
            ),
        ),
        tests=("tests/unit/test_sync_profile.py::test_a_pinned_root_must_have_signed",),
    ),
)
"""Twenty-one rules; the one of `synchronous` is broken on each side."""
