"""What tests publish and what their devices record: a catalogue, events, a device."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sync import chain
from sync.catalogue import (
    FormEntry,
    FormLawEntry,
    NoticeEntry,
    NoticeText,
    OperatorEntry,
    Role,
    RoundingEntry,
    ServiceEntry,
    TariffEntry,
)
from sync.central.catalogue_file import Catalogue
from sync.central.event_rows import instance_id_of
from sync.central.platform import Platform
from sync.central.ports import RegistrationAnswers
from sync.clock import RandomBytes, system_random
from sync.cose import SoftwareSigner
from sync.envelope import FullItem, Item, OpenedEnvelope, StubItem, build_envelope
from sync.events import (
    CheckVerdict,
    Concept,
    ConsentGiven,
    ConsentMeans,
    Event,
    Folio,
    Header,
    IdentityClaim,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    PersonCreated,
    PersonName,
    Protection,
    PurposeConsent,
    RegistrationMade,
    RuleVersion,
    Settlement,
    ShiftOpened,
    StreamOpened,
    StreamReason,
    encode_body,
)
from sync.ids import (
    BootId,
    DeviceId,
    EventId,
    OperatorNumber,
    Salt,
    ShiftId,
    StreamId,
    SubjectId,
    event_id_of,
    series_of,
)
from sync.money import Centavos
from sync.sealed import generate_seal_key

TERMINAL = "20067-007"


CLERK, SUPERVISOR = 42, 7


NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


NOW_SECONDS = int(NOW.timestamp())


DEFINITION = b"<h:html>a definition</h:html>"


FORM, FORM_VERSION = "acta", "3"


TARIFF, TARIFF_VERSION, CONCEPT, UNIT_CENTAVOS = "derechos", 2, 1001, 18_550


ROUNDING, ROUNDING_VERSION = "cincuenta-centavos", 1


def an_xml(definition: bytes, registration: RegistrationAnswers) -> bytes:
    """Stand in for X: a pure function of definition and answers that refuses what does not fit."""
    if len(registration.answers) != 2:
        raise ValueError("this definition has two questions")
    text = f"{definition!r} {registration.answers!r} {registration.instance_id}"
    return f"<data>{text}</data>".encode()


def a_tariff(
    version: int = TARIFF_VERSION,
    unit_centavos: int = UNIT_CENTAVOS,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
) -> TariffEntry:
    return TariffEntry(
        tariff_id=TARIFF,
        version=version,
        valid_from=valid_from,
        valid_to=valid_to,
        legal_reference="Ley de PRUEBA, art. 31",
        concept=Concept(CONCEPT),
        unit_centavos=Centavos(unit_centavos),
        names=(("es", "Copia de PRUEBA"),),
    )


def a_form(xml: bytes = DEFINITION, version: str = FORM_VERSION) -> FormEntry:
    return FormEntry(
        form_id=FORM,
        version=version,
        xml=xml,
        definition_hash=hashlib.sha256(xml).digest()[:16],
        title="Acta de PRUEBA",
    )


def a_catalogue(
    *,
    forms: tuple[FormEntry, ...] = (),
    tariffs: tuple[TariffEntry, ...] = (),
    operators: tuple[int, ...] = (CLERK,),
) -> Catalogue:
    """Return a small catalogue: one form, one tariff, a clerk and a supervisor."""
    return Catalogue(
        operators=(
            *(
                OperatorEntry(
                    number=OperatorNumber(number), name=f"PRUEBA {number}", role=Role.CLERK
                )
                for number in operators
            ),
            OperatorEntry(
                number=OperatorNumber(SUPERVISOR), name="PRUEBA JEFA", role=Role.SUPERVISOR
            ),
        ),
        services=(
            ServiceEntry(
                code=201,
                form_id=FORM,
                form_version=FORM_VERSION,
                names=(("es", "Acta"),),
                life_event="birth",
                concepts=(Concept(CONCEPT),),
                papers=(),
                minutes=8,
                legal_basis="art. 48",
                retention="5 años",
                notice_id="aviso",
            ),
        ),
        forms=forms or (a_form(),),
        form_laws=tuple(
            FormLawEntry(form_id=one.form_id, version=one.version, fields=())
            for one in forms or (a_form(),)
        ),
        form_files=(),
        tariffs=tariffs or (a_tariff(),),
        roundings=(
            RoundingEntry(
                rounding_id=ROUNDING,
                version=ROUNDING_VERSION,
                valid_from=date(2020, 1, 1),
                valid_to=None,
                legal_reference="Ley de PRUEBA, art. 4",
                unit_centavos=Centavos(50),
                up_from_centavos=Centavos(25),
            ),
        ),
        notices=(
            NoticeEntry(
                notice_id="aviso",
                version=1,
                texts=(("es", NoticeText(short="s", lines=("a", "b"), sentence="Acepto.")),),
            ),
        ),
        concepts={CONCEPT: "Copia"},
        offices={},
    )


@dataclass(slots=True)
class Device:
    """A device as the central sees it: keys, one stream, and everything it recorded."""

    signer: SoftwareSigner = field(default_factory=SoftwareSigner.generate)
    seal: tuple[bytes, bytes] = field(default_factory=generate_seal_key)
    stream: StreamId = field(default_factory=lambda: StreamId(system_random(16)))
    random: RandomBytes = system_random
    items: list[Item] = field(default_factory=list)
    numbers: int = 1

    @property
    def device_id(self) -> DeviceId:
        return DeviceId(self.signer.kid)

    @property
    def heads(self) -> list[bytes]:
        """h(0) … h(n)."""
        heads = [chain.first_head(self.device_id, self.stream)]
        for seq, item in enumerate(self.items, start=1):
            heads.append(chain.next_head(self.stream, seq, heads[-1], item.header, item.digest))
        return heads

    def folio(self) -> Folio:
        """Take the next number of the stream's series."""
        self.numbers += 1
        return Folio(series=series_of(self.stream), number=self.numbers)

    def header(
        self,
        kind: int,
        *,
        kind_version: int = 1,
        time_seconds: int = NOW_SECONDS - 3600,
        operator: int = CLERK,
        subject: bytes | None = None,
        refs: tuple[bytes, ...] = (),
    ) -> bytes:
        return Header(
            kind=kind,
            kind_version=kind_version,
            time_seconds=time_seconds,
            boot=BootId(b"boot0001"),
            operator=OperatorNumber(operator),
            subject=None if subject is None else SubjectId(subject),
            refs=tuple(EventId(ref) for ref in refs),
        ).encode()

    def raw(self, header: bytes, body: bytes, salt: bytes | None = None) -> EventId:
        """Record any bytes as the next event."""
        drawn = Salt(self.random(16)) if salt is None else Salt(salt)
        self.items.append(FullItem(header=header, salt=drawn, body=body))
        return event_id_of(drawn)

    def stub(self, reason: int, of: FullItem) -> EventId:
        """Record what is left of an event after redaction (1) or pruning (2)."""
        self.items.append(
            StubItem(header=of.header, digest=of.digest, event_id=of.event_id, reason=reason)
        )
        return EventId(of.event_id)

    def record(
        self,
        event: Event,
        *,
        salt: bytes | None = None,
        subject: bytes | None = None,
        refs: tuple[bytes, ...] = (),
        operator: int = CLERK,
        time_seconds: int = NOW_SECONDS - 3600,
    ) -> EventId:
        """Record an event and return its id."""
        header = self.header(
            event.kind,
            time_seconds=time_seconds,
            operator=operator,
            subject=subject,
            refs=refs,
        )
        return self.raw(header, encode_body(event), salt)

    def envelope(self, central: Platform, first: int, last: int) -> bytes:
        """Return the signed envelope of events first…last."""
        heads = self.heads
        return build_envelope(
            self.signer,
            stream=self.stream,
            first=first,
            previous_head=heads[first - 1],
            last_head=heads[last],
            items=self.items[first - 1 : last],
            seal_public=central.profile.centrals()[0].seal_public,
        )

    def batch(self, first: int, last: int) -> OpenedEnvelope:
        """Return events first…last as an opened envelope, without keys."""
        heads = self.heads
        return OpenedEnvelope(
            device_id=self.device_id,
            stream=self.stream,
            first=first,
            previous_head=heads[first - 1],
            items=tuple(self.items[first - 1 : last]),
            heads=tuple(heads[first : last + 1]),
        )

    def fork(self, keep: int) -> Device:
        """Return a clone that agrees up to *keep* and records other things after it."""
        return Device(
            signer=self.signer,
            seal=self.seal,
            stream=self.stream,
            items=self.items[:keep],
            numbers=self.numbers,
        )


def stream_opened() -> StreamOpened:
    return StreamOpened(
        reason=StreamReason.ENROLMENT,
        old=None,
        certificate_hash=bytes(16),
        app_version="1.0.0",
        protection=Protection.PASSPHRASE,
    )


def a_shift(
    device: Device, float_centavos: int = 50_000, day: date = date(2026, 11, 20)
) -> ShiftOpened:
    return ShiftOpened(
        folio=device.folio(),
        shift_number=1,
        business_day=day,
        floor_seconds=NOW_SECONDS - 86_400,
        float_centavos=Centavos(float_centavos),
    )


def a_person(given: str = "PRUEBA ANA") -> PersonCreated:
    return PersonCreated(
        names=PersonName(given=given, first_surname="UNO", second_surname="DOS"),
        born="1990-05-17",
        sex="M",
        identities=(
            IdentityClaim(type="curp", value="UODA900517MOCNSN09", verdict=CheckVerdict.HOLDS),
        ),
    )


def a_consent() -> ConsentGiven:
    return ConsentGiven(
        notice_id="aviso",
        notice_version=1,
        text_hash=bytes(16),
        purposes=(PurposeConsent(purpose="tramite", accepted=True),),
        means=ConsentMeans.TICKED,
    )


def a_registration(
    device: Device, salt: bytes, answers: tuple[str, ...] = ("uno", "dos"), **changes: object
) -> RegistrationMade:
    """Return a registration whose key 8 fits `an_xml`; record it with the same *salt*."""
    if "submission_hash" not in changes:
        registration = RegistrationAnswers(
            answers=list(answers),
            instance_id=instance_id_of(event_id_of(Salt(salt))),
            instance_name=None,
            deprecated_id=None,
        )
        xml = an_xml(DEFINITION, registration)
        changes["submission_hash"] = hashlib.sha256(xml).digest()[:4]
    values: dict[str, object] = {
        "folio": device.folio(),
        "form_id": FORM,
        "form_version": FORM_VERSION,
        "definition_hash": hashlib.sha256(DEFINITION).digest()[:16],
        "answers": answers,
        "service_code": 201,
        **changes,
    }
    return RegistrationMade(**values)  # type: ignore[arg-type]


def a_payment(device: Device, shift: bytes, quantity: int = 1, **changes: object) -> PaymentTaken:
    """Return a payment that adds up: `quantity` copies, rounded, paid with the next hundred."""
    net_centavos = quantity * UNIT_CENTAVOS
    beyond = net_centavos % 50
    rounding = 0 if beyond == 0 else (50 - beyond if beyond >= 25 else -beyond)
    total = net_centavos + rounding
    tendered = -(-total // 10_000) * 10_000
    values: dict[str, object] = {
        "folio": device.folio(),
        "total_centavos": Centavos(total),
        "lines": (
            PaymentLine(
                concept=Concept(CONCEPT),
                quantity=quantity,
                unit_centavos=Centavos(UNIT_CENTAVOS),
                tariff=RuleVersion(rule_id=TARIFF, version=TARIFF_VERSION),
                changes=(),
                net_centavos=Centavos(net_centavos),
            ),
        ),
        "rounding_centavos": rounding,
        "settlement": Settlement(
            means=PaymentMeans.CASH,
            tendered_centavos=Centavos(tendered),
            change_centavos=Centavos(tendered - total),
        ),
        "rounding_policy": RuleVersion(rule_id=ROUNDING, version=ROUNDING_VERSION),
        "shift": ShiftId(shift),
        **changes,
    }
    return PaymentTaken(**values)  # type: ignore[arg-type]


def record_a_day(device: Device, rounds: int = 3) -> None:
    """Record an opening, a shift, and *rounds* of person, consent, registration, payment."""
    device.record(stream_opened(), operator=0)
    shift = device.record(a_shift(device))
    for number in range(rounds):
        subject = device.record(a_person(f"PRUEBA {number}"))
        device.record(a_consent(), subject=subject)
        salt = device.random(16)
        made = device.record(a_registration(device, salt), salt=salt, subject=subject)
        device.record(a_payment(device, shift, number + 1), subject=subject, refs=(made,))
