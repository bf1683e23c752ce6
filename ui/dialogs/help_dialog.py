"""Help in one window: topics to choose and to search, and the page of one of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.help import Group, Topic, all_topics, group_text
from ui.facts import label
from ui.help_page import keys_page, topic_page, topic_text, topic_title
from ui.text import shown, tip

START = "page:start"
_ID = Qt.ItemDataRole.UserRole


class HelpDialog(QDialog):
    """Stands beside what it explains. `actions` tell their keys themselves, so that the list is
    never out of date."""

    def __init__(
        self, actions: list[QAction], log_file: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._log_file = log_file
        self._topics = {topic.id: topic for topic in all_topics()}
        self._shown = START
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.search_box = QLineEdit(self)
        self.search_box.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderHidden(True)
        self.list.setIndentation(12)
        self.list.setRootIsDecorated(False)
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self._about = label("", "muted", self)
        self._about.setWordWrap(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = QPushButton(self)
        self.close_button = QPushButton(self)
        self.close_button.setDefault(True)
        self._lay_out()
        self.search_box.textChanged.connect(self._search)
        self.list.currentItemChanged.connect(self._picked)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)
        self._retranslate()

    def show_topic(self, topic: str) -> None:
        """The topic of that id; the first steps if there is none."""
        self._shown = topic if topic in self._topics else START
        self.search_box.clear()
        self._pick()

    @property
    def topic(self) -> Topic:
        return self._topics[self._shown]

    def found(self) -> list[str]:
        """The ids of the topics that the list shows now."""
        return [item.data(0, _ID) for item in self._items() if not item.isHidden()]

    @Slot()
    def _search(self) -> None:
        """Every word has to be somewhere in a topic."""
        words = self.search_box.text().casefold().split()
        for item in self._items():
            text = topic_text(self._topics[item.data(0, _ID)]).casefold()
            item.setHidden(not all(word in text for word in words))
        for group, inside in self._groups:
            group.setHidden(all(item.isHidden() for item in inside))
        found = self.found()
        if words and found and self._shown not in found:
            self._shown = found[0]
            self._pick()

    @Slot()
    def _picked(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(0, _ID):
            self._shown = item.data(0, _ID)
            self._write_page()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(topic_text(self.topic))

    def _pick(self) -> None:
        for item in self._items():
            if item.data(0, _ID) == self._shown:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)
        if self._shown == START:
            self.list.scrollToTop()
        self._write_page()

    def _write_page(self) -> None:
        more = keys_page(self._actions) if self._shown == START else ""
        self.page.setHtml(topic_page(self.topic, more))

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for _, inside in self._groups for item in inside]

    def _fill(self) -> None:
        self._groups = []
        self.list.clear()
        bold = self.list.font()
        bold.setBold(True)
        for group in Group:
            heading = QTreeWidgetItem([shown(group_text(group))])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFont(0, bold)
            inside = [_item(topic) for topic in self._topics.values() if topic.group is group]
            heading.addChildren(inside)
            self.list.addTopLevelItem(heading)
            heading.setExpanded(True)
            self._groups.append((heading, inside))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search_box)
        left.addWidget(self.list, 1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addLayout(left, 3)
        both.addWidget(self.page, 5)
        bottom = QHBoxLayout()
        bottom.addWidget(self._about, 1)
        bottom.addWidget(self.copy_button)
        bottom.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(both, 1)
        whole.addLayout(bottom)
        self.resize(860, 600)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Twinpoint Help"))
        self.search_box.setPlaceholderText(self.tr("Search the help"))
        self.search_box.setAccessibleName(self.tr("Search the help"))
        self.list.setAccessibleName(self.tr("Topics"))
        self.page.setAccessibleName(self.tr("Explanation"))
        version = self.tr("Version {version}. Apache License 2.0.").format(version=__version__)
        log = self.tr("Log of this console: {file}").format(file=self._log_file)
        self._about.setText(f"{version}\n{log}")
        self.copy_button.setText(self.tr("Copy"))
        self.close_button.setText(self.tr("Close"))
        self._fill()
        self._search()
        self._pick()

    # Overrides of QDialog

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _item(topic: Topic) -> QTreeWidgetItem:
    made = QTreeWidgetItem([topic_title(topic)])
    made.setData(0, _ID, topic.id)
    made.setToolTip(0, tip(topic_title(topic)))
    return made
