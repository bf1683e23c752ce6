"""Light, dark and high contrast: Fusion with palettes and a small style sheet of our own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


class ThemeChoice(Enum):
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "high-contrast"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Colors:
    """One theme. Text colours reach 4.5:1 against `paper` and `surface`, and what tells a field or
    the focus from what is around it 3:1 (WCAG 2.1, AA); in high contrast 7:1 (AAA)."""

    dark: bool
    paper: str  # behind tables, trees, fields
    surface: str  # behind everything else
    raised: str  # buttons, headers
    line: str  # between areas, around buttons
    frame: str  # around fields
    track: str  # what a bar has not filled yet
    off: str  # a box that is ticked and off, under white
    ink: str
    muted: str
    accent: str  # links, progress, focus
    button: str  # the default button, under white text
    selection: str  # selected rows, under `ink`
    ok: str
    warn: str
    bad: str
    notice: str  # behind a banner


LIGHT = Colors(
    dark=False,
    paper="#ffffff",
    surface="#f4f5f7",
    raised="#fbfbfc",
    line="#c9ced6",
    frame="#858e9b",
    track="#c9ced6",
    off="#858e9b",
    ink="#1d2129",
    muted="#596270",
    accent="#0b62c4",
    button="#0b62c4",
    selection="#d3e5fa",
    ok="#1a7436",
    warn="#8f5b00",
    bad="#c0222d",
    notice="#fff4d6",
)
DARK = Colors(
    dark=True,
    paper="#16191f",
    surface="#1e2229",
    raised="#2a2f38",
    line="#434b57",
    frame="#6f7987",
    track="#434b57",
    off="#6f7987",
    ink="#e8ebf0",
    muted="#a3adba",
    accent="#6cb0ff",
    button="#1f6bd0",
    selection="#234a78",
    ok="#4fc46f",
    warn="#e0a93b",
    bad="#ff7b75",
    notice="#3a3116",
)
CONTRAST = Colors(
    dark=True,
    paper="#000000",
    surface="#000000",
    raised="#000000",
    line="#ffffff",
    frame="#ffffff",
    track="#767676",
    off="#767676",
    ink="#ffffff",
    muted="#d6d6d6",
    accent="#ffe14d",
    button="#0046b8",
    selection="#003a99",
    ok="#6dff8f",
    warn="#ffd23f",
    bad="#ffa39a",
    notice="#2b2300",
)


def colors_of(window: QColor) -> Colors:
    """The theme whose palette has that window colour; of a palette that is none of ours, the one
    that is as light or dark."""
    for known in (LIGHT, DARK, CONTRAST):
        if QColor(known.surface) == window:
            return known
    return DARK if window.lightness() < 128 else LIGHT


class Theme(QObject):
    """Applies a theme to the application; `changed` after it did. With SYSTEM it follows the
    desktop where Qt can tell its colour scheme and its wish for contrast, and is light where it
    cannot."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._colors = LIGHT
        app.setStyle("Fusion")
        QDir.setSearchPaths("icons", [str(_ICONS)])  # for url(icons:…) in the style sheet
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def colors(self) -> Colors:
        return self._colors

    def choose(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._apply()

    @Slot()
    def _system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _chosen(self) -> Colors:
        match self._choice:
            case ThemeChoice.LIGHT:
                return LIGHT
            case ThemeChoice.DARK:
                return DARK
            case ThemeChoice.CONTRAST:
                return CONTRAST
            case ThemeChoice.SYSTEM:
                hints = self._app.styleHints()
                if _wants_contrast(hints):
                    return CONTRAST
                return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        self._colors = self._chosen()
        self._app.setPalette(palette(self._colors))
        self._app.setStyleSheet(style_sheet(self._colors))
        self.changed.emit()


def _wants_contrast(hints: QStyleHints) -> bool:
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def palette(colors: Colors) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.surface,
        QPalette.ColorRole.WindowText: colors.ink,
        QPalette.ColorRole.Base: colors.paper,
        QPalette.ColorRole.AlternateBase: colors.surface,
        QPalette.ColorRole.Text: colors.ink,
        QPalette.ColorRole.Button: colors.raised,
        QPalette.ColorRole.ButtonText: colors.ink,
        QPalette.ColorRole.BrightText: colors.bad,
        QPalette.ColorRole.ToolTipBase: colors.raised,
        QPalette.ColorRole.ToolTipText: colors.ink,
        QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.ink,
        QPalette.ColorRole.Accent: colors.accent,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.LinkVisited: colors.accent,
        QPalette.ColorRole.Light: colors.raised,
        QPalette.ColorRole.Midlight: colors.raised,
        QPalette.ColorRole.Mid: colors.track,
        QPalette.ColorRole.Dark: colors.line,
    }
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.muted))
    return made


def style_sheet(colors: Colors) -> str:
    """Only what palettes cannot say: spacing, rules between areas, headings, banners."""
    return _SHEET.format(
        paper=colors.paper,
        surface=colors.surface,
        raised=colors.raised,
        line=colors.line,
        frame=colors.frame,
        off=colors.off,
        ink=colors.ink,
        muted=colors.muted,
        accent=colors.accent,
        button=colors.button,
        selection=colors.selection,
        notice=colors.notice,
        warn=colors.warn,
        bad=colors.bad,
    )


_SHEET = """
QToolTip {{ color: {ink}; background: {raised}; border: 1px solid {line}; padding: 4px; }}
QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter[role="page"]::handle {{ background: transparent; border-top: 1px solid {line}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 3px;
    background: {paper}; }}
QCheckBox::indicator:hover {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {button}; border-color: {button};
    image: url(icons:tick.svg); }}
QCheckBox::indicator:disabled {{ border-color: {line}; background: {surface}; }}
QCheckBox::indicator:checked:disabled {{ background: {off}; border-color: {off}; }}
QCheckBox:focus {{ color: {accent}; }}
QAbstractSpinBox, QComboBox {{ min-height: 24px; }}
QToolButton {{ padding: 3px 6px; border: 1px solid transparent; border-radius: 4px; }}
QToolButton:hover, QToolButton:focus {{ border-color: {accent}; }}
QToolButton[role="toggle"]:checked {{ background: {selection}; border-color: {accent}; }}
QToolButton[role="push"] {{ padding: 5px 26px 5px 12px; border: 1px solid {line};
    background: {raised}; }}
QToolButton[role="push"]:hover, QToolButton[role="push"]:focus {{ border-color: {accent}; }}
QToolButton[role="push"]:disabled {{ color: {muted}; background: {surface}; }}
QToolButton[role="push"]::menu-button {{ width: 18px; border: 0; border-left: 1px solid {line}; }}
QTreeView, QTableView, QListView, QScrollArea {{ border: 0; outline: 0; }}
QScrollArea[role="framed"] {{ border: 1px solid {line}; border-radius: 4px; background: {paper}; }}
QScrollArea[role="framed"] > QWidget > QWidget {{ background: {paper}; }}
QScrollBar:vertical {{ width: 12px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 12px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTreeView {{ show-decoration-selected: 1; }}
QTreeView::item {{ padding: 4px 2px; border: 0; }}
QTableView::item {{ padding: 4px 6px; }}
QTreeView::item:hover, QTableView::item:hover {{ background: {surface}; }}
QTreeView::item:selected, QTableView::item:selected {{ background: {selection}; color: {ink}; }}
QHeaderView {{ background: {surface}; }}
QHeaderView::section {{ background: {surface}; color: {muted}; border: 0;
    border-bottom: 1px solid {line}; padding: 5px 9px; }}
QPushButton {{ padding: 5px 14px; border: 1px solid {line}; border-radius: 4px;
    background: {raised}; }}
QPushButton:hover {{ border-color: {accent}; }}
QPushButton:pressed {{ background: {selection}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {muted}; background: {surface}; }}
QPushButton[primary="true"] {{ background: {button}; color: #ffffff; border-color: {button}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {ink}; }}
QPushButton[primary="true"]:disabled {{ background: {surface}; color: {muted};
    border-color: {line}; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ padding: 4px 6px; border: 1px solid {frame};
    border-radius: 4px; background: {paper}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border-color: {accent}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QTabBar::tab {{ padding: 7px 14px; border: 0; border-bottom: 2px solid transparent;
    color: {muted}; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: 0; }}
QMenuBar {{ background: {surface}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: 5px 10px; }}
QMenuBar::item:selected {{ background: {selection}; }}
QLabel[role="title"] {{ font-size: 16pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="bad"] {{ color: {bad}; }}
QFrame[role="banner"] {{ background: {notice}; border: 1px solid {warn}; border-radius: 4px; }}
QFrame[role="note"] {{ background: {paper}; border: 0; border-radius: 4px; }}
QFrame[role="rule"] {{ background: {line}; border: 0; max-height: 1px; min-height: 1px; }}
"""
