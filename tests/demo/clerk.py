"""What a clerk does with keys, screen by screen; every screen met is kept as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAccessible

from kiosk.texts import Texts
from sync.money import Centavos
from tests.demo.job import Answer, DemoRegistration, Widget
from tests.demo.people import DemoPerson
from tests.demo.robot import Robot

Report = Callable[..., None]
DELIVERY_PATIENCE_SECONDS = 120.0


class Clerk:
    """One person at the window, working by keyboard only."""

    def __init__(
        self,
        robot: Robot,
        texts: Texts,
        pictures: Path,
        report: Report,
        drawn: Callable[[], None] = lambda: None,
    ) -> None:
        self._robot = robot
        self._texts = texts
        self._pictures = pictures
        self._report = report
        self._drawn = drawn  # takes the pictures of receipts along before they are taken away

    # ------------------------------------------------------------------------------ access

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase on V01 (or V29) until the home screen is there."""
        self._robot.wait_screen("V01", "V29")
        self.type_passphrase(passphrase)
        self._robot.wait_screen("V02")

    def try_wrong_passphrase(self, passphrase: str) -> None:
        """Type a passphrase that is refused, and read that it was."""
        self._robot.wait_screen("V01")
        self.keep("V01")
        self.type_passphrase(passphrase)
        beginning = self._texts.text("unlock-wrong", tries=4)[:12]
        self._robot.wait_words(beginning)
        self.keep("V01-wrong")

    def type_passphrase(self, passphrase: str) -> None:
        """Type a passphrase and press Enter; whatever comes of it."""
        self._robot.fill(self._texts.text("unlock-clave"), passphrase)
        self._robot.key("Return")

    def lock(self) -> None:
        """Lock, and see that nothing of a citizen is left on the screen."""
        self._robot.key("Ctrl+L")
        self._robot.wait_screen("V29")
        self.keep("V29")

    def go_home(self) -> None:
        """Go back until the home screen is there."""
        for _ in range(8):
            if self._robot.screen_id() == "V02":
                return
            self._robot.key("Esc")
            self._robot.turn(100)
        self._robot.wait_screen("V02")

    # ------------------------------------------------------------------------------- shift

    def open_shift(self, float_centavos: Centavos) -> None:
        """Count the float, all of it in notes of $500, and open the shift."""
        self._robot.press(self._texts.text("shift-open-wanted"))
        self._robot.wait_screen("V03")
        notes, rest = divmod(float_centavos, 50_000)
        assert rest == 0
        self._robot.fill(self._texts.text("count-notes-of", worth="$500"), str(notes))
        self._robot.wait_words(self._texts.money(float_centavos))
        self.keep("V03")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V02")
        self._robot.press(self._texts.text("shift-slip"))
        self.see_receipt()

    # ------------------------------------------------------------------------------ people

    def create(self, person: DemoPerson) -> None:
        """Look for somebody who is not there yet, and make the card: V04, V07, V06, on to V08."""
        self._robot.key("F2")
        self._robot.type(person.curp)
        self._robot.wait_screen("V04")
        nobody = self._texts.text("search-none", text=person.curp)
        self._robot.wait_words(nobody)
        self.keep("V04")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V07")
        self.fill_card(person)
        self.keep("V07")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V06")
        self.keep("V06")
        self._robot.key("Return")
        self._robot.wait_screen("V08")

    def fill_card(self, person: DemoPerson) -> None:
        """Type everything into the fields of V07."""
        for field, typed in (
            ("person-given", person.given),
            ("person-first", person.first_surname),
            ("person-second", person.second_surname),
            ("person-curp", person.curp),
        ):
            self._robot.fill(self._texts.text(field), typed)
        self._fill_date(self._texts.text("person-birth"), person.born.isoformat())
        sex = self._texts.text(f"sex-{person.sex.lower()}")
        self._robot.press(f"{sex}, {self._texts.text('person-sex')}")
        self._choose(
            self._texts.text("person-entity"), self._texts.text(f"entity-{person.entity.lower()}")
        )
        if person.phone:
            self._robot.fill(self._texts.text("person-phone"), person.phone)

    # ------------------------------------------------------------------------ registrations

    def start_service(self, service_name: str, agreed: tuple[str, ...] = ()) -> None:
        """Choose the service on V08, read its notice aloud (V33) and begin its form.

        agreed: sensitive purposes that the person agrees to.
        """
        self._robot.wait_screen("V08")
        self._robot.press(service_name)
        self.keep("V08")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V33")
        for purpose in agreed:
            self._robot.press(f"{self._texts.text('notice-accepts')}, {purpose}")
        self.keep("V33")
        self._robot.press(self._texts.text("notice-aloud"))
        self._robot.wait_screen("V09")

    def fill_form(self, registration: DemoRegistration) -> None:
        """Answer every section, up to the review."""
        for number, section in enumerate(registration.sections):
            for answer in section:
                self._answer(answer)
            self.keep("V09" if number == 1 else f"V09-{registration.service_code}-{number + 1}")
            last = number == len(registration.sections) - 1
            following = None if last else registration.sections[number + 1][0].label
            self._robot.key("Ctrl+Return")
            if following is None:
                self._robot.wait_screen("V11")
            else:
                self._robot.wait_words(following)

    def resume_draft(self, registration: DemoRegistration) -> None:
        """Open the draft that waits on the home screen and go on to its review."""
        name = self._texts.text(
            "home-draft-name",
            person=registration.person.full_name,
            service=registration.service_name,
        )
        self._robot.press(name)
        self._robot.wait_screen("V09")
        for _ in registration.sections:
            self._robot.key("Ctrl+Return")
            if self._robot.wait_screen("V09", "V11") == "V11":
                break
        self._robot.wait_screen("V11")
        for section in registration.sections:
            for answer in section:
                if answer.widget is not Widget.DATE and not answer.given[0].isdigit():
                    self._robot.wait_words(answer.given)

    def review_and_consent(self) -> None:
        """Look at the answers (V11) and tick the sentence (V12); nothing is saved yet."""
        self._robot.wait_screen("V11")
        self.keep("V11")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V12")
        self._robot.press(self._sentence())
        self._robot.turn(150)  # boxes of the other purposes are shown a turn after the sentence
        for purpose in self._robot.named(QAccessible.Role.CheckBox):
            if purpose != self._sentence():
                self._robot.press(purpose)
        if self._robot.find(f"{self._texts.text('consent-way-tick')}, {self._means()}") is None:
            self._robot.press(f"{self._texts.text('consent-way-sign')}, {self._means()}")
            self._robot.draw(self._texts.text("consent-ink-sign"))
        self.keep("V12")

    def save(self) -> str:
        """Save the registration; return the screen that follows: V13 with a fee, else V16."""
        self._robot.key("Ctrl+Return")
        return self._robot.wait_screen("V13", "V16")

    def _means(self) -> str:
        return self._texts.text("consent-means")

    def _sentence(self) -> str:
        """Return the sentence to tick: it begins as the catalogue's does."""

        def seen() -> str | None:
            for line in self._robot.words().splitlines():
                if line.startswith("Acepto que usen mis datos"):
                    return line
            return None

        return self._robot.wait("the sentence of consent", seen)

    # ---------------------------------------------------------------------------- payments

    def take_payment(self, tendered_centavos: Centavos) -> None:
        """Go from the charge (V13) to the tender (V14), ready to press F12."""
        self._robot.wait_screen("V13")
        self.keep("V13")
        self._robot.key("Ctrl+Return")
        self._robot.wait_screen("V14")
        self._robot.fill(self._texts.text("tender-field"), _pesos(tendered_centavos))
        self.keep("V14")

    def confirm_payment(self) -> None:
        """Press F12 and see the change (V15), then the receipt (V16)."""
        self._robot.key("F12")
        self._robot.wait_screen("V15")
        self.keep("V15")
        self._robot.key("Return")
        self.see_both_receipts()

    def see_nothing_left_to_charge(self) -> None:
        """Press F4 and read that no charge waits: the one cut off after its commit is there."""
        self._robot.wait_screen("V02")
        self._robot.key("F4")
        self._robot.wait_words(self._texts.text("home-pending-none"))
        self.keep("V02-evening")

    def see_receipt(self) -> None:
        """Wait for a receipt, draw it into its picture, and finish."""
        self._robot.wait_screen("V16")
        self.keep("V16-other")
        self._draw()
        self._robot.key("Return")
        self._robot.wait_screen("V02")

    def see_both_receipts(self) -> None:
        """Draw the receipt of a payment, then that of the request it was for, and finish."""
        self._robot.wait_screen("V16")
        self.keep("V16")
        self._draw()
        other = self._texts.text("receipt-request")
        self._robot.press(other)
        self._robot.wait("the other receipt", lambda: self._robot.find(other) is None or None)
        self.see_receipt()

    def find_unprinted(self) -> None:
        """After a power cut the home screen offers the receipt that never came out."""
        action = self._texts.text("home-unprinted-action")

        def offered() -> str | None:
            names = (name for _, name, _ in self._robot.controls())
            return next((name for name in names if name.startswith(action)), None)

        self._robot.wait_screen("V02")
        name = self._robot.wait("the receipt that was not printed", offered)
        self.keep("V02-after-cut")
        self._robot.press(name)
        self.see_both_receipts()

    def _draw(self) -> None:
        self._robot.key("F8")
        self._robot.wait_words(".png")
        self._drawn()

    # -------------------------------------------------------------------------- deliveries

    def watch_deliveries(self) -> None:
        """Look at the deliveries without touching anything until everything arrived."""
        self._robot.key("F9")
        self._robot.wait_screen("V24")
        self.keep("V24-waiting")

    def take_by_stick(self, stick: str) -> None:
        """Copy what waits to a stick, until the screen says that it was read back and compared."""
        robot, texts = self._robot, self._texts

        def offered() -> str | None:
            names = (name for _, name, _ in robot.controls())
            return next((name for name in names if name.startswith(stick)), None)

        robot.press(texts.text("carry-title"))
        robot.wait_screen("V25")
        robot.press(robot.wait("the stick", offered))
        robot.key("Return")
        robot.wait_words(texts.text("carry-what"))
        self.keep("V25-what")
        robot.key("Return")
        robot.wait_words(texts.text("usb-done"))
        self.keep("V25")
        robot.key("Return")
        robot.wait_screen("V24")
        self.keep("V24-on-a-stick")

    def wait_all_delivered(self) -> None:
        """Wait until the screen says that everything was delivered, by itself."""
        self._robot.wait_words("Todo entregado", DELIVERY_PATIENCE_SECONDS)
        self.keep("V24")

    # ----------------------------------------------------------------------------- helpers

    def keep(self, name: str) -> None:
        """Keep the screen as a picture and tell the parent; the newest of a name stays."""
        file = self._pictures / f"{name}.png"
        self._robot.picture(file)
        self._report("screen", id=name, file=str(file))

    def _answer(self, answer: Answer) -> None:
        optional = self._texts.text("form-optional", label=answer.label)
        match answer.widget:
            case Widget.TEXT:
                self._robot.fill(self._one_of(answer.label, optional), answer.given)
                self._robot.key("Tab")  # leaving the field makes the answer a draft
            case Widget.DATE:
                self._fill_date(answer.label, answer.given)
            case Widget.LIST:
                self._choose(self._one_of(answer.label, optional), answer.given)
                self._robot.key("Tab")
            case Widget.CHOICE:
                self._robot.press(
                    self._one_of(f"{answer.given}, {answer.label}", f"{answer.given}, {optional}")
                )

    def _one_of(self, *names: str) -> str:
        """Wait for a control with one of these names and return its name."""

        def seen() -> str | None:
            return next((name for name in names if self._robot.find(name)), None)

        return self._robot.wait(f"no control called «{names[0]}»", seen)

    def _fill_date(self, label: str, day: str) -> None:
        year, month, number = day.split("-")
        texts = self._texts
        self._robot.fill(f"{label}, {texts.text('date-day')}", number)
        self._choose(f"{label}, {texts.text('date-month')}", str(int(month)))
        self._robot.fill(f"{label}, {texts.text('date-year')}", year)

    def _choose(self, name: str, word: str) -> None:
        """Choose in a list by typing the beginning of the word, as Qt's lists take it."""
        self._robot.focus(name)
        self._robot.type(word)


def _pesos(amount_centavos: Centavos) -> str:
    return f"{amount_centavos // 100}.{amount_centavos % 100:02d}"
