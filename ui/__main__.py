"""Starts the window."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app import __version__, paths
from app import log as logs
from ui.application import Application, Options, load_systems, real_operations
from ui.theme import ThemeChoice
from ui.translation import Language


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until the window is closed; runs on the PMs go on without it."""
    parser = argparse.ArgumentParser(
        prog="twinpoint", description="Snapshots of VMs, kept on both hosts of a pair."
    )
    parser.add_argument("--system", metavar="NAME", help="show this system only")
    parser.add_argument("--language", choices=[choice.value for choice in Language])
    parser.add_argument("--theme", choices=[choice.value for choice in ThemeChoice])
    parser.add_argument("--version", action="version", version=f"twinpoint {__version__}")
    chosen = parser.parse_args(arguments)
    logs.set_up(paths.log_file())
    # libvirt's event loop iterates GLib's default main context from a thread of its own, and Qt on
    # Linux would dispatch its events there too: callbacks in the wrong thread, and a double free.
    os.environ["QT_NO_GLIB"] = "1"
    app = QApplication(sys.argv[:1])
    app.setApplicationName("twinpoint")
    app.setApplicationDisplayName("Twinpoint")
    app.setDesktopFileName("twinpoint")
    options = Options(
        chosen.system,
        Language(chosen.language) if chosen.language else None,
        ThemeChoice(chosen.theme) if chosen.theme else None,
    )
    memory = QSettings("twinpoint", "window")
    load = partial(load_systems, options.system)
    application = Application(app, options, load, real_operations(), memory)
    application.last_resort.install()
    # Ctrl+C in the terminal closes the window like any other way; the window's timers wake Python.
    signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    application.start()
    status = app.exec()
    application.window.hide()
    stuck = application.end()
    memory.sync()
    application.last_resort.remove()
    if stuck:
        # Qt aborts a process that ends with a thread running, with a core dump for the user.
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
