"""The pages of the window, one shown at a time."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.model.state import SystemState
from ui.models.alert_table_model import AlertTableModel
from ui.models.tree_items import Kind, TreeItem
from ui.views.alerts_page import AlertsPage
from ui.views.containers_page import ContainersPage
from ui.views.physical_machines_page import PhysicalMachinesPage
from ui.views.snapshots_page import SnapshotsPage
from ui.views.virtual_machines_page import VirtualMachinesPage


class Page(Enum):
    MACHINES = "machines"
    VMS = "vms"
    SNAPSHOTS = "snapshots"
    CONTAINERS = "containers"
    ALERTS = "alerts"


class Pages(QStackedWidget):
    """All of them follow the system shown, whichever is visible."""

    def __init__(self, alerts: AlertTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.machines = PhysicalMachinesPage(self)
        self.vms = VirtualMachinesPage(self)
        self.snapshots = SnapshotsPage(self)
        self.containers = ContainersPage(self)
        self.alerts = AlertsPage(alerts, self)
        self._pages: dict[Page, QWidget] = {
            Page.MACHINES: self.machines,
            Page.VMS: self.vms,
            Page.SNAPSHOTS: self.snapshots,
            Page.CONTAINERS: self.containers,
            Page.ALERTS: self.alerts,
        }
        for widget in self._pages.values():
            self.addWidget(widget)
        self._headers = {
            Page.MACHINES: self.machines.header,
            Page.VMS: self.vms.header,
            Page.SNAPSHOTS: self.snapshots.header,
            Page.CONTAINERS: self.containers.header,
        }

    @property
    def page(self) -> Page:
        shown = self.currentWidget()
        return next((page for page, widget in self._pages.items() if widget is shown), Page.VMS)

    def show_page(self, page: Page) -> None:
        self.setCurrentWidget(self._pages[page])

    def show_item(self, item: TreeItem) -> None:
        """The page that a row of the tree stands for, and the row in it."""
        match item.kind:
            case Kind.MACHINES:
                self.show_page(Page.MACHINES)
            case Kind.MACHINE:
                self.show_page(Page.MACHINES)
                self.machines.pick(item.id)
            case Kind.SYSTEM | Kind.VMS:
                self.show_page(Page.VMS)
            case Kind.VM | Kind.VOLUME:
                self.show_page(Page.VMS)
                self.vms.pick(item.id, volumes=item.kind is Kind.VOLUME)
            case Kind.SNAPSHOTS:
                self.show_page(Page.SNAPSHOTS)
            case Kind.CONTAINERS:
                self.show_page(Page.CONTAINERS)
            case Kind.ALERTS:
                self.show_page(Page.ALERTS)
            case _:
                assert_never(item.kind)

    def show_state(self, state: SystemState) -> None:
        for header in self._headers.values():
            header.show_state(state)
        self.machines.show_state(state)
        self.vms.show_state(state)
        self.snapshots.show_state(state)
        self.containers.show_state(state)

    def focus(self, page: Page) -> None:
        """Puts the keyboard into the page's table."""
        match page:
            case Page.MACHINES:
                self.machines.table.setFocus()
            case Page.VMS:
                self.vms.table.setFocus()
            case Page.SNAPSHOTS:
                self.snapshots.table.setFocus()
            case Page.CONTAINERS:
                self.containers.table.setFocus()
            case Page.ALERTS:
                self.alerts.table.setFocus()

    def search(self) -> None:
        """Puts the keyboard into the search box of the page shown, if it has one."""
        header = self._headers.get(self.page)
        if header is not None and header.search_box is not None:
            header.search_box.setFocus()
            header.search_box.selectAll()

    def refresh(self) -> None:
        """Words, icons or ages are to be written anew."""
        self.machines.refresh()
        self.vms.refresh()
        self.snapshots.refresh()
        self.containers.refresh()
        self.alerts.refresh()

    def write_ages(self) -> None:
        """Time has passed."""
        for header in self._headers.values():
            header.age.write()
        self.vms.refresh()

    def splits(self) -> dict[str, QSplitter]:
        return {
            "machines": self.machines.split,
            "vms": self.vms.split,
            "snapshots": self.snapshots.split,
            "containers": self.containers.split,
        }
