"""Who asks, as PMs record it: the user and the workstation."""

from __future__ import annotations

import getpass
import socket


def this_user() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"  # no such user in the password file, as in some containers
    return f"{user}@{socket.gethostname()}"
