"""twinpointctl: everything the program does, from a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app import log, paths
from app.cli.arguments import parser
from app.cli.console import FAILED, INTERRUPTED, REFUSED, WRONG_USAGE, Console, WrongUsage
from app.errors import Failed, SettingsError, TwinpointError


def main(
    argv: Sequence[str] | None = None, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """Exit status: 0 done, 2 wrong usage, 3 refused, 4 a run failed, 130 interrupted."""
    arguments = parser().parse_args(argv)
    log.set_up(paths.log_file())
    console = Console(
        settings_path=Path(arguments.settings) if arguments.settings else paths.settings_file(),
        system_name=arguments.system,
        json=arguments.json,
        out=out or sys.stdout,
        err=err or sys.stderr,
    )
    try:
        status: int = arguments.run(console, arguments)
    except (WrongUsage, SettingsError) as error:
        console.complain(str(error))
        return WRONG_USAGE
    except TwinpointError as error:
        console.problems(error.problems, error.details)
        return FAILED if isinstance(error, Failed) else REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; nothing is left to say to it.
        sys.stderr.close()
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
