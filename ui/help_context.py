"""Which topic of the help is about a part of the window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.help import topic_of
from app.help.topics import problem_id
from app.rules.alerts import Alert
from app.rules.snapshot_rules import may_snapshot
from app.rules.verdict import Forbidden
from ui.dialogs.add_system_wizard import AddSystemWizard
from ui.dialogs.closing_dialog import ClosingDialog
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.power_off_dialog import PowerOffDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.dialogs.remove_system_dialog import RemoveSystemDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.dialogs.work_on_dialog import WorkOnDialog
from ui.main_window import MainWindow
from ui.models.tables import record_at
from ui.models.tree_items import Kind, TreeItem
from ui.views.alert_banner import AlertBanner
from ui.views.alerts_page import AlertsPage
from ui.views.containers_page import ContainersPage
from ui.views.disabled_note import DisabledNote
from ui.views.empty_state import EmptyState
from ui.views.physical_machines_page import PhysicalMachinesPage
from ui.views.progress_panel import ProgressPanel
from ui.views.snapshots_page import SnapshotsPage
from ui.views.status_line import StatusLine
from ui.views.virtual_machines_page import VirtualMachinesPage
from ui.views.vm_panel import VmPanel

START = "page:start"
_ABOUT: dict[type[QWidget], str] = {
    SnapshotDialog: "dialog:snapshot",
    DeleteDialog: "dialog:delete",
    RollBackDialog: "dialog:roll-back",
    NewVmDialog: "dialog:new-vm",
    ExportDialog: "dialog:export",
    ImportDialog: "dialog:import",
    ExpandDialog: "dialog:expand",
    PreferencesDialog: "dialog:preferences",
    WorkOnDialog: "dialog:work-on",
    PowerOffDialog: "dialog:power",
    AddSystemWizard: "dialog:system",
    RemoveSystemDialog: "dialog:system",
    ClosingDialog: "page:progress",
    EmptyState: "dialog:system",
    DisabledNote: "dialog:disable",
    PhysicalMachinesPage: "page:machines",
    VirtualMachinesPage: "page:vms",
    SnapshotsPage: "page:snapshots",
    ContainersPage: "page:containers",
    AlertsPage: "page:alerts",
    AlertBanner: "page:alerts",
    ProgressPanel: "page:progress",
    StatusLine: "page:progress",
}


def topic_for(widget: QWidget) -> str:
    """The id of the topic about what has the keyboard: of a list, about its current row."""
    return _topic(widget, None)


def topic_at(widget: QWidget, place: QPoint) -> str:
    """The id of the topic about what is there; `place` is within the widget."""
    return _topic(widget, place)


def _topic(widget: QWidget, place: QPoint | None) -> str:
    for part in _upwards(widget):
        if isinstance(part, QAbstractItemView):
            inside = part.viewport().mapFrom(widget, place) if place is not None else None
            index = part.currentIndex() if inside is None else part.indexAt(inside)
            found = _of_row(index)
        elif isinstance(part, ErrorDialog):
            found = part.topic
        elif isinstance(part, VmPanel):
            found = _why_no_snapshot(part)
        else:
            found = _ABOUT.get(type(part), "")
        if found:
            return found
    return START


def _upwards(widget: QWidget) -> Iterator[QWidget]:
    part: QWidget | None = widget
    while part is not None:
        yield part
        part = None if part.isWindow() else part.parentWidget()


def _of_row(index: QModelIndex) -> str:
    record = record_at(index)
    if isinstance(record, Alert):
        return problem_id(record.problem)
    if isinstance(record, TreeItem):
        return _of_item(record)
    return topic_of(record)


def _of_item(item: TreeItem) -> str:
    match item.kind:
        case Kind.MACHINES | Kind.MACHINE:
            return "page:machines"
        case Kind.VMS | Kind.VM | Kind.VOLUME:
            return "page:vms"
        case Kind.SYSTEM:
            return "dialog:system"
        case Kind.SNAPSHOTS | Kind.CONTAINERS | Kind.ALERTS:
            return f"page:{item.kind.value}"


def _why_no_snapshot(panel: VmPanel) -> str:
    """The refusal that keeps Snapshot off for the VM in the panel; "" if it is on."""
    window = panel.window()
    state = window.state if isinstance(window, MainWindow) else None
    vm = window.vms_page.current() if isinstance(window, MainWindow) else None
    if state is None or vm is None:
        return ""
    may = may_snapshot(state, vm)
    return problem_id(may.problems[0]) if isinstance(may, Forbidden) and may.problems else ""
