"""The only file that names icon files: SVGs, drawn in the colours of the theme."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ui.theme import LIGHT, Colors, colors_of

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
BUTTON_ICON = QSize(22, 16)
_SIZES = (16, 32)  # rows and buttons, at 100 % and 200 %
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


class Icon(Enum):
    """Named by meaning; the values are files in resources/icons."""

    APP = "twinpoint"
    SYSTEM = "system"
    MACHINES = "machines"
    MACHINE_RUNNING = "machine-running"
    MACHINE_CONNECTING = "machine-connecting"
    MACHINE_SYNCHRONIZING = "machine-synchronizing"
    MACHINE_MAINTENANCE = "machine-maintenance"
    MACHINE_NOT_RUNNING = "machine-not-running"
    MACHINE_UNREACHABLE = "machine-unreachable"
    VMS = "vms"
    VM_RUNNING = "vm-running"
    VM_STOPPED = "vm-stopped"
    VM_MOVING = "vm-moving"
    VM_PAUSED = "vm-paused"
    VM_CRASHED = "vm-crashed"
    VM_UNKNOWN = "vm-unknown"
    VOLUME = "volume"
    VOLUME_BOOT = "volume-boot"
    SNAPSHOTS = "snapshots"
    SNAPSHOTS_OFF = "snapshots-off"
    SNAPSHOT_NORMAL = "snapshot-normal"
    SNAPSHOT_BROKEN = "snapshot-broken"
    SNAPSHOT_PROGRESS = "snapshot-progress"
    CONTAINERS = "containers"
    ALERTS = "alerts"
    WARNING = "warning"
    ERROR = "error"
    INFO = "info"
    YES = "yes"
    NO = "no"
    CAMERA = "camera"
    CANCEL = "cancel"
    REFRESH = "refresh"
    COPY = "copy"
    SEARCH = "search"
    TICK = "tick"
    FAMILY = "family"
    EXPAND = "expand"
    DELETE = "delete"
    CREATE_VM = "create-vm"
    EXPORT = "export"
    IMPORT = "import"
    ROLL_BACK = "roll-back"
    START = "start"
    SHUT_DOWN = "shut-down"
    POWER_OFF = "power-off"
    WORK_ON = "work-on"
    FINALIZE = "finalize"
    REPAIR = "repair"
    LINK_UP = "link-up"
    LINK_CONNECTING = "link-connecting"
    LINK_LOST = "link-lost"


def icon(name: Icon) -> QIcon:
    """The icon in the colours of the application's palette now."""
    return _drawn(name, _colors())


def button_icon(name: Icon) -> QIcon:
    """For a button with words: with a gap at the right, which style sheets cannot give."""
    return _for_button(name, _colors())


def primary_icon(name: Icon) -> QIcon:
    """The same for the primary button: white on the accent, as ever while the button is off."""
    return _for_button(name, _colors(), primary=True)


def pixmap(name: Icon, size: int) -> QPixmap:
    """The icon at `size` device-independent pixels."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _rendered(name, _colors(), size, ratio)


def source(name: Icon) -> Path:
    return FOLDER / f"{name.value}.svg"


def _colors() -> Colors:
    # By the palette, not by colorScheme(): that one says Unknown on many desktops.
    return colors_of(QApplication.palette().color(QPalette.ColorRole.Window))


@lru_cache(maxsize=128)
def _drawn(name: Icon, colors: Colors) -> QIcon:
    made = QIcon()
    for size in _APP_SIZES if name is Icon.APP else _SIZES:
        drawn = _rendered(name, colors, size, 1.0)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(drawn, mode)
        made.addPixmap(_faded(drawn), QIcon.Mode.Disabled)
    return made


def _faded(drawn: QPixmap) -> QPixmap:
    made = QPixmap(drawn.size())
    made.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(made)
    painter.setOpacity(0.4)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


@lru_cache(maxsize=32)
def _for_button(name: Icon, plain: Colors, *, primary: bool = False) -> QIcon:
    made = QIcon()
    lit = replace(plain, ink="#ffffff", muted="#ffffff") if primary else plain
    for ratio in (1.0, 2.0):
        width, height = round(BUTTON_ICON.width() * ratio), round(BUTTON_ICON.height() * ratio)
        for mode, faded in ((QIcon.Mode.Normal, False), (QIcon.Mode.Disabled, True)):
            drawn = QPixmap(width, height)
            drawn.fill(QColor(Qt.GlobalColor.transparent))
            painter = QPainter(drawn)
            whole = _rendered(name, plain if faded else lit, height, 1.0)
            painter.drawPixmap(0, 0, _faded(whole) if faded else whole)
            painter.end()
            drawn.setDevicePixelRatio(ratio)
            made.addPixmap(drawn, mode)
    return made


def _rendered(name: Icon, colors: Colors, size: int, ratio: float) -> QPixmap:
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(drawn)
    _renderer(name, colors).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=128)
def _renderer(name: Icon, colors: Colors) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_recolored(name, colors)))


def _recolored(name: Icon, colors: Colors) -> bytes:
    """The files are drawn in the light theme's colours; each stands for its role."""
    text = source(name).read_text(encoding="utf-8")
    if name is not Icon.APP:
        for role in ("ink", "muted", "accent", "ok", "warn", "bad", "paper"):
            text = text.replace(getattr(LIGHT, role), f"\0{role}\0")
        for role in ("ink", "muted", "accent", "ok", "warn", "bad", "paper"):
            text = text.replace(f"\0{role}\0", getattr(colors, role))
    return text.encode("utf-8")
