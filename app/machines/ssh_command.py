"""The ssh command that libvirt runs for qemu+ssh: as strict as, and agreeing with, our own link."""

from __future__ import annotations

import logging
import shlex
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from app.machines.ssh_config import config_file
from app.machines.ssh_login import CONNECT_TIMEOUT, KEEPALIVE
from app.model.machine import MachineAddress, System

log = logging.getLogger(__name__)


class SshCommand:
    """A script in a private folder (0700), removed by `close`. The URI's own parameters cannot
    say what is needed: known_hosts= is for the libssh transports only."""

    def __init__(self, system: System) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="twinpoint-"))
        config = self._folder / "config"
        config.write_bytes(configuration(system))
        self.path = self._folder / "ssh"
        command = shlex.join(["ssh", "-F", str(config)])
        self.path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        self.path.chmod(0o700)

    def uri(self, address: MachineAddress) -> str:
        """Where libvirt finds this PM's system daemon."""
        login = quote(address.user, safe="") + "@" if address.user else ""
        host = f"[{address.host}]" if ":" in address.host else quote(address.host, safe="")
        port = f":{address.port}" if address.port else ""
        command = quote(str(self.path), safe="")
        return f"qemu+ssh://{login}{host}{port}/system?command={command}&no_tty=1"

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def configuration(system: System) -> bytes:
    """An ssh configuration in which what has to hold comes first, and so wins over the user's own.
    Not options of a command: ssh does not hand those on to the ssh of a jump host."""
    options = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "UpdateHostKeys": "no",
        "ConnectTimeout": str(int(CONNECT_TIMEOUT)),
        # Nothing but definitions and states goes through it, which are all words.
        "Compression": "yes",
        "ServerAliveInterval": str(KEEPALIVE),
        "ServerAliveCountMax": "2",
        # A shared connection would have been checked by other rules than these.
        "ControlMaster": "no",
        "ControlPath": "none",
        "ForwardAgent": "no",
        "ForwardX11": "no",
    }
    if system.known_hosts:
        options["UserKnownHostsFile"] = _quoted(system.known_hosts)
        options["GlobalKnownHostsFile"] = "/dev/null"
    if system.identity:
        options["IdentitiesOnly"] = "yes"
        options["IdentityFile"] = _quoted(system.identity)
    lines = "".join(f"{name} {value}\n" for name, value in options.items())
    return lines.encode("utf-8", "surrogateescape") + _users_own(system)


def _users_own(system: System) -> bytes:
    file = config_file(system)
    if file is None:
        # What ssh reads without -F, in this order.
        return b"Include ~/.ssh/config\nInclude /etc/ssh/ssh_config\n"
    try:
        return file.read_bytes()
    except OSError as error:
        log.info("%s: %s", file, error)  # our own link says so as a problem
        return b""


def _quoted(path: str) -> str:
    """For ssh_config: a path is one word, and % begins a token."""
    text = str(Path(path).expanduser()).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("%", "%%") + '"'
