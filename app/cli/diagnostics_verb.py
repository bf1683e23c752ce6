"""twinpointctl diagnostics FILE."""

from __future__ import annotations

import argparse
from pathlib import Path

from app import paths
from app.cli.console import DONE, Console
from app.cli.table import tame
from app.errors import SettingsError
from app.model.machine import System
from app.operations.operation import CancelToken
from app.operations.save_diagnostics import SaveDiagnostics


def save(console: Console, arguments: argparse.Namespace) -> int:
    """Looks at the systems first: all of them, or the one of --system. A PM that is away is told of
    as such; it stands in nothing's way."""
    states = []
    for system in () if arguments.no_look else _systems(console):
        with console.pair(system) as pair:
            states.append(console.look(pair))
    path = Path(arguments.path)
    SaveDiagnostics(path, console.settings_path, paths.log_file(), states, arguments.overwrite).run(
        lambda _: None, CancelToken()
    )
    console.say(f"written: {tame(str(path))}; look it through before you pass it on")
    console.answer({"file": str(path)})
    return DONE


def _systems(console: Console) -> tuple[System, ...]:
    """Raises SettingsError if there is none of the name asked for."""
    if console.system_name is not None:
        return (console.system(),)
    try:
        return console.settings().systems
    except SettingsError:
        return ()  # the file tells of it
