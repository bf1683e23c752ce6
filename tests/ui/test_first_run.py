"""Adding, changing and removing a system in the window, from the keyboard, on made-up hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused, Unreachable
from app.model.first_run_problems import ClocksApart, PasswordRefused, SettingsUnwritable
from app.model.keys import Trust
from app.model.machine import MachineAddress, MachineState, Side, System
from app.model.problems import LoginRefused, MachineUnreachable, NoRootRights
from app.operations.events import CheckLine, SystemSeen
from app.operations.let_key_in import LetIn
from tests.ui import sample
from tests.ui.fake_pairs import GOOD, KEY, offered
from tests.ui.fakes import FakePair
from ui.application import Application, Options
from ui.dialogs.add_system_wizard import AddSystemWizard
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.first_run.wizard_frame import Step
from ui.dialogs.remove_system_dialog import RemoveSystemDialog
from ui.models.tables import Role
from ui.models.tree_items import TreeItem
from ui.theme import ThemeChoice
from ui.translation import Language
from ui.views.pages import Page

Start = Callable[..., Application]


@pytest.fixture
def systems() -> list[System]:
    """What the settings hold."""
    return []


@pytest.fixture
def start(
    qapp: QApplication, pair: FakePair, systems: list[System], memory: QSettings
) -> Iterator[Start]:
    """The real window on these settings."""
    made: list[Application] = []

    def change(what: System | str) -> None:
        name = what if isinstance(what, str) else what.name
        systems[:] = [one for one in systems if one.name != name]
        if isinstance(what, System):
            systems.append(what)
            pair.first = replace(sample.state(busy=False, failed=False), system=what)

    def begin(
        language: Language = Language.ENGLISH, theme: ThemeChoice = ThemeChoice.LIGHT
    ) -> Application:
        pair.pairs.changed = change
        options = Options(language=language, theme=theme)
        application = Application(qapp, options, lambda: systems, pair.operations(), memory)
        made.append(application)
        application.start()
        return application

    yield begin
    for application in made:
        application.window.close()
        assert application.end() == []
        application.translation.choose(Language.ENGLISH)
        application.theme.choose(ThemeChoice.LIGHT)
        application.window.deleteLater()
        application.deleteLater()


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(widget, key)


def focused(wizard: AddSystemWizard) -> QWidget:
    """Where the keyboard is; a window that is not active has it nowhere."""
    found = wizard.focusWidget()
    assert found is not None
    return found


def open_wizard(qtbot: QtBot, application: Application) -> AddSystemWizard:
    """From what a first start shows."""
    button = application.window.welcome.action_button
    assert button.isVisible()
    button.setFocus()
    press(button, Qt.Key.Key_Space)
    wizard = application.window.findChildren(AddSystemWizard)[-1]
    qtbot.waitUntil(wizard.isVisible)
    return wizard


def fill(wizard: AddSystemWizard) -> None:
    """With the keyboard alone: what is typed goes where the focus is."""
    for at, text in enumerate(("office", "pm1", "admin@pm2:2222")):
        if at:
            press(focused(wizard), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(wizard), text)
    press(focused(wizard))


def closed(application: Application) -> bool:
    return not any(one.isVisible() for one in application.window.findChildren(AddSystemWizard))


def wait_for(qtbot: QtBot, wizard: AddSystemWizard, step: Step) -> None:
    qtbot.waitUntil(lambda: wizard.step is step and not wizard.busy)


@pytest.mark.parametrize("look", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("language", list(Language))
def test_from_an_empty_window_to_the_vms_with_the_keyboard(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System], language: Language,
    look: ThemeChoice,
) -> None:  # fmt: skip
    application = start(language, look)
    wizard = open_wizard(qtbot, application)
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    assert not wizard.next_button.isEnabled()
    press(focused(wizard), Qt.Key.Key_Space)  # they were compared
    assert wizard.host_keys.compared_box.isChecked()
    press(focused(wizard))
    wait_for(qtbot, wizard, Step.LOGIN)
    assert focused(wizard) is wizard.login.password_boxes[0]
    QTest.keyClicks(focused(wizard), "correct horse")
    press(focused(wizard))
    wait_for(qtbot, wizard, Step.CHECKS)
    assert wizard.checks.lines == list(GOOD)
    assert not wizard.problem_line.isVisible()
    press(focused(wizard))
    qtbot.waitUntil(lambda: application.window.state is not None)
    assert pair.pairs.passwords == dict.fromkeys(Side, "correct horse")
    asked = ["host-keys", "trust", "log-in", "let-in", "log-in", "check", "set-up"]
    assert pair.pairs.names() == asked
    machines = (MachineAddress("pm1", "root"), MachineAddress("pm2", "admin", 2222))
    assert systems == [System("office", machines, identity="/home/akiko/.ssh/new")]
    window = application.window
    item = window.tree.item()
    assert item is not None
    assert item.key == ("office", "vms")
    assert window.page is Page.VMS
    assert closed(application)


def test_what_is_known_and_works_already_asks_nothing(
    qtbot: QtBot, start: Start, pair: FakePair
) -> None:
    pair.pairs.keys = (offered(Side.FIRST, Trust.KNOWN), offered(Side.SECOND, Trust.KNOWN))
    pair.pairs.refused = ()
    wizard = open_wizard(qtbot, start())
    fill(wizard)
    wait_for(qtbot, wizard, Step.CHECKS)
    assert pair.pairs.names() == ["host-keys", "log-in", "check"]
    wizard.back_button.click()
    assert wizard.step is Step.ADDRESSES


@pytest.mark.parametrize(
    ("name", "first", "second", "word"),
    [
        ("", "pm1", "pm2", "name"),
        ("lab", "pm1", "pm2", "already"),
        ("x", "", "pm2", "host name"),
        ("x", "-oProxyCommand=x", "pm2", "host name"),
        ("x", "pm1", "pm2:99999", "host name"),
        ("x", "pm1", "pm1", "different"),
    ],
)
def test_what_is_no_pair_is_told_before_anything_is_asked(
    qtbot: QtBot, name: str, first: str, second: str, word: str
) -> None:
    wizard = AddSystemWizard(["lab"])
    qtbot.addWidget(wizard)
    asked: list[object] = []
    wizard.host_keys_wanted.connect(asked.append)
    wizard.show()
    assert not wizard.problem_line.isVisible()
    wizard.addresses.name_box.setText(name)
    for box, text in zip(wizard.addresses.host_boxes, (first, second), strict=True):
        box.setText(text)
    wizard.next_button.click()
    assert word in wizard.problem_line.words.text()
    assert asked == []


def test_a_key_that_changed_is_a_dead_end(qtbot: QtBot, start: Start, pair: FakePair) -> None:
    pair.pairs.keys = (offered(Side.FIRST, Trust.CHANGED), offered(Side.SECOND))
    wizard = open_wizard(qtbot, start())
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    assert not wizard.host_keys.compared_box.isVisible()
    pair.pairs.keys = (MachineUnreachable("pm1"), offered(Side.SECOND))
    press(focused(wizard))
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    assert pair.pairs.names() == ["host-keys", "host-keys"]


def to_login(qtbot: QtBot, application: Application) -> AddSystemWizard:
    wizard = open_wizard(qtbot, application)
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    wizard.host_keys.compared_box.click()
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.LOGIN)
    return wizard


def test_two_passwords_and_a_key_of_ones_own(qtbot: QtBot, start: Start, pair: FakePair) -> None:
    pair.pairs.own_keys = (KEY,)
    wizard = to_login(qtbot, start())
    login = wizard.login
    assert login.line_box.text() == KEY.line
    assert login.key_box.count() == 2
    login.same_box.click()
    for box, text in zip(login.password_boxes, ("one", "two"), strict=True):
        assert box.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(box, text)
    wizard.next_button.click()
    assert [box.text() for box in login.password_boxes] == ["", ""]
    wait_for(qtbot, wizard, Step.CHECKS)
    assert pair.pairs.passwords == {Side.FIRST: "one", Side.SECOND: "two"}
    wish = next(wish for name, wish in pair.pairs.asked if name == "let-in")
    assert isinstance(wish, LetIn)
    assert wish.key == KEY


def test_a_wrong_password_is_told_and_is_gone(qtbot: QtBot, start: Start, pair: FakePair) -> None:
    pair.pairs.failure["let-in"] = Refused(PasswordRefused("pm1", "root"))
    wizard = to_login(qtbot, start())
    QTest.keyClicks(wizard.login.password_boxes[0], "wrong")
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.LOGIN)
    assert "did not take the password of root" in wizard.problem_line.words.text()
    assert wizard.login.password_boxes[0].text() == ""
    assert wizard.next_button.text() == "Try Again"


def test_what_was_mended_by_hand_is_tried_without_a_password(
    qtbot: QtBot, start: Start, pair: FakePair
) -> None:
    wizard = to_login(qtbot, start())
    pair.pairs.refused = ()
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.CHECKS)
    assert "let-in" not in pair.pairs.names()


@pytest.mark.parametrize(
    ("problem", "words"),
    [(LoginRefused("pm1", "u"), "Check Again"), (ClocksApart("pm1", "pm2", 74), "Set Up")],
)
def test_what_stands_in_the_way_and_what_can_be_mended_later(
    qtbot: QtBot,
    start: Start,
    pair: FakePair,
    problem: LoginRefused | ClocksApart,
    words: str,
) -> None:
    pair.pairs.refused = ()
    pair.pairs.lines = (*GOOD, CheckLine("root", "pm1", problem))
    wizard = open_wizard(qtbot, start())
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    wizard.host_keys.compared_box.click()
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.CHECKS)
    assert wizard.next_button.text() == words
    assert wizard.problem_line.isVisible()


def test_who_may_only_look_adds_it_without_setting_it_up(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    pair.pairs.keys = (offered(Side.FIRST, Trust.KNOWN), offered(Side.SECOND, Trust.KNOWN))
    pair.pairs.refused = ()
    pair.pairs.lines = (*GOOD, *(CheckLine("root", pm, NoRootRights(pm, "u")) for pm in ("a", "b")))
    application = start()
    wizard = open_wizard(qtbot, application)
    fill(wizard)
    wait_for(qtbot, wizard, Step.CHECKS)
    assert wizard.next_button.text() == "Only Look"
    wizard.next_button.click()
    qtbot.waitUntil(lambda: application.window.state is not None)
    assert pair.pairs.asked[-1] == ("keep", (systems[0], True))
    assert "set-up" not in pair.pairs.names()


def test_a_set_up_that_failed_can_be_tried_again(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    pair.pairs.refused = ()
    pair.pairs.failure["set-up"] = Refused(SettingsUnwritable("disk full"))
    application = start()
    wizard = open_wizard(qtbot, application)
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    wizard.host_keys.compared_box.click()
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.CHECKS)
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.SET_UP)
    assert "settings" in wizard.problem_line.words.text()
    assert systems == []
    wizard.next_button.click()
    qtbot.waitUntil(lambda: application.window.state is not None)
    assert len(systems) == 1


@pytest.mark.parametrize("how", ["back", "escape"])
def test_what_takes_too_long_can_be_left(
    qtbot: QtBot, start: Start, pair: FakePair, how: str
) -> None:
    pair.pairs.hangs.add("log-in")
    application = start()
    wizard = open_wizard(qtbot, application)
    fill(wizard)
    wait_for(qtbot, wizard, Step.HOST_KEYS)
    wizard.host_keys.compared_box.click()
    wizard.next_button.click()
    qtbot.waitUntil(lambda: "log-in" in pair.pairs.names())
    assert not wizard.next_button.isEnabled()
    if how == "back":
        wizard.back_button.click()
        assert wizard.step is Step.ADDRESSES
        assert wizard.next_button.isEnabled()
    else:
        press(wizard, Qt.Key.Key_Escape)
        assert not wizard.isVisible()
    qtbot.waitUntil(lambda: not any(application.runner.busy(f"pair {n}") for n in range(9)))


def test_every_control_has_a_name(qtbot: QtBot, start: Start, pair: FakePair) -> None:
    pair.pairs.own_keys = (KEY,)
    wizard = to_login(qtbot, start())
    controls: list[QAbstractButton | QLineEdit] = [*wizard.findChildren(QAbstractButton)]
    controls += wizard.findChildren(QLineEdit)
    for control in controls:
        inner = control.objectName().startswith("qt_")  # of a spin box, which has a name itself
        assert inner or control.accessibleName() or control.text(), control


def test_limits_are_changed_without_asking_the_pms(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    application = start()
    qtbot.waitUntil(lambda: application.window.state is not None)
    application.window.actions_.edit_system.trigger()
    wizard = application.window.findChildren(AddSystemWizard)[-1]
    assert wizard.addresses.name_box.isReadOnly()
    assert wizard.next_button.text() == "Save"
    wizard.addresses.copy_box.setValue(30)
    press(wizard.addresses.host_boxes[0])
    qtbot.waitUntil(lambda: closed(application))
    assert pair.pairs.names() == ["keep"]
    limited = replace(sample.SYSTEM, copy_limit=30 * sample.MIB)
    assert systems == [limited]
    qtbot.waitUntil(
        lambda: bool(application.window.state and application.window.state.system == limited)
    )


def test_another_address_goes_through_all_the_steps(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    pair.pairs.keys = (offered(Side.FIRST, Trust.KNOWN), offered(Side.SECOND, Trust.KNOWN))
    pair.pairs.refused = ()
    application = start()
    qtbot.waitUntil(lambda: application.window.state is not None)
    application.window.actions_.edit_system.trigger()
    wizard = application.window.findChildren(AddSystemWizard)[-1]
    wizard.addresses.host_boxes[1].setText("pm3")
    assert wizard.next_button.text() == "Next"
    wizard.next_button.click()
    wait_for(qtbot, wizard, Step.CHECKS)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: closed(application))
    changed = replace(
        sample.SYSTEM, machines=(sample.SYSTEM.machines[0], MachineAddress("pm3", "root"))
    )
    assert pair.pairs.asked[-1] == ("set-up", (changed, False))
    assert systems == [changed]


def test_a_second_system_stands_beside_the_first_and_can_be_removed(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    pair.pairs.keys = (offered(Side.FIRST, Trust.KNOWN), offered(Side.SECOND, Trust.KNOWN))
    pair.pairs.refused = ()
    application = start()
    window = application.window
    qtbot.waitUntil(lambda: window.state is not None)
    QTest.keyClick(
        window,
        Qt.Key.Key_N,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    wizard = window.findChildren(AddSystemWizard)[-1]
    fill(wizard)
    wait_for(qtbot, wizard, Step.CHECKS)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: bool(window.state and window.state.system.name == "office"))
    assert window.tree_model.rowCount() == 2
    window.actions_.remove_system.trigger()
    dialog = window.findChildren(RemoveSystemDialog)[-1]
    assert "/var/lib/twinpoint" in " ".join(
        one.text() for one in dialog.facts.findChildren(type(dialog.facts._rows[0][1]))
    )
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: window.tree_model.rowCount() == 1)
    assert systems == [sample.SYSTEM]
    state = window.state
    assert state is not None
    assert state.system == sample.SYSTEM
    window.actions_.remove_system.trigger()
    window.findChildren(RemoveSystemDialog)[-1].remove_button.click()
    qtbot.waitUntil(window.welcome.isVisible)
    assert window.state is None
    assert not window.actions_.remove_system.isEnabled()


@pytest.mark.parametrize("parts", range(5))
def test_what_was_seen_of_a_system_that_is_removed_meanwhile_is_not_shown(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System], parts: int
) -> None:
    systems.append(sample.SYSTEM)
    application = start()
    window, jobs = application.window, application.jobs
    qtbot.waitUntil(lambda: window.state is not None)
    second = replace(pair.first.machines[1], state=MachineState.UNREACHABLE)
    away = replace(second, problem=MachineUnreachable("pm2"))
    jobs._seen(SystemSeen(replace(pair.first, machines=(pair.first.machines[0], away))))
    for _ in range(parts):  # so much of it was shown by then
        jobs._show_seen()
    systems.clear()
    jobs.start()
    qtbot.wait(200)
    assert window.state is None
    assert window.tree_model.rowCount() == 0
    assert window.alert_model.alerts == ()
    assert window.welcome.isVisible()


def test_a_removal_that_failed_is_told(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    pair.pairs.failure["remove"] = Unreachable(MachineUnreachable("pm1"))
    application = start()
    window = application.window
    qtbot.waitUntil(lambda: window.state is not None)
    window.actions_.remove_system.trigger()
    window.findChildren(RemoveSystemDialog)[-1].remove_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    window.findChildren(ErrorDialog)[-1].close()
    assert systems == [sample.SYSTEM]


def test_a_pm_that_is_away_is_grey_with_all_that_was_known_of_it(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    window = start().window
    qtbot.waitUntil(lambda: window.state is not None)
    lost = MachineUnreachable("pm1", "no route")
    away = replace(pair.first.machines[0], state=MachineState.UNREACHABLE, problem=lost)
    vms = tuple(replace(vm, stale=vm.primary is Side.FIRST) for vm in pair.first.vms)
    pair.becomes(replace(pair.first, machines=(away, pair.first.machines[1]), vms=vms))
    grey = QApplication.palette().brush(QPalette.ColorRole.PlaceholderText)

    def row(*key: str) -> TreeItem:
        item: TreeItem = window.tree_model.index_of(("lab", *key)).data(Role.RECORD)
        return item

    qtbot.waitUntil(lambda: bool(window.state and window.state.vms == vms))
    assert row("machines", "0").stale
    assert row("machines", "0").note.startswith("last seen ")
    assert not row("machines", "1").stale
    assert row("vms", sample.WEB).stale
    assert "As it was last known" in row("vms", sample.WEB).tip
    index = window.tree_model.index_of(("lab", "vms", sample.WEB))
    assert index.data(Qt.ItemDataRole.ForegroundRole) == grey
    table = window.vms_page.table
    table.pick(lambda vm: vm.uuid == sample.WEB)
    shown = table.currentIndex().siblingAtColumn(0)
    assert shown.data(Qt.ItemDataRole.ForegroundRole) == grey
    assert shown.data(Qt.ItemDataRole.AccessibleTextRole) == "Running (last known)"
    assert row("snapshots").note == "6"


def test_vms_that_cannot_be_seen_are_no_empty_list(
    qtbot: QtBot, start: Start, pair: FakePair, systems: list[System]
) -> None:
    systems.append(sample.SYSTEM)
    lost = [MachineUnreachable(name) for name in ("pm1", "pm2")]
    machines = [
        replace(machine, state=MachineState.UNREACHABLE, problem=problem, last_seen=None)
        for machine, problem in zip(pair.first.machines, lost, strict=True)
    ]
    empty = replace(pair.first, vms=(), snapshots=())
    pair.first = replace(empty, machines=(machines[0], machines[1]))
    window = start().window

    def words() -> str:
        labels = [one for one in window.vms_page.findChildren(QLabel) if one.isVisible()]
        return "\n".join(one.text() for one in labels)

    qtbot.waitUntil(lambda: "cannot be seen" in words())
    assert "pm1 does not answer.\npm2 does not answer." in words()
    joining = tuple(replace(one, state=MachineState.CONNECTING, problem=None) for one in machines)
    pair.becomes(replace(empty, machines=(joining[0], joining[1])))
    qtbot.waitUntil(lambda: "Looking for virtual machines" in words())
    pair.becomes(replace(empty, machines=(sample.machine(Side.FIRST), sample.machine(Side.SECOND))))
    qtbot.waitUntil(lambda: "Neither PM has a VM" in words())
