"""The files that make a PM a machine of its own: accounts, keys, names, settings, container."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

from tests.lab.processes import call
from tests.lab.state import Settings

# Accounts in a PM besides root: name, uid, whether it may use sudo.
ACCOUNTS = (("operator", 1100, True), ("viewer", 1101, False))

SSHD = """\
Port 22
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
SetEnv LANG=C.UTF-8
MaxStartups 100
MaxSessions 100
Subsystem sftp internal-sftp
"""
# No systemd, cgroups or dbus in a PM; both PMs write the same volumes, so nobody remembers owners.
# QEMU runs as Debian's user for it, to whom libvirt gives each file that it is to open.
QEMU = """\
security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
"""
LIBVIRTD = """\
host_uuid = "{host_uuid}"
unix_sock_group = "libvirt"
unix_sock_rw_perms = "0770"
auth_unix_ro = "none"
auth_unix_rw = "none"
"""


def make_key(path: Path, comment: str) -> None:
    """An ed25519 key pair without passphrase, unless it is there."""
    if not path.with_suffix(".pub").exists():
        path.unlink(missing_ok=True)
        call(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path])


def make_client(settings: Settings) -> None:
    """The console's key pair."""
    settings.client.mkdir(parents=True, exist_ok=True)
    make_key(settings.client / "id_ed25519", "twinpoint lab console")


def host_key(settings: Settings, name: str) -> str:
    """The PM's public host key, as "ssh-ed25519 AAAA…"."""
    path = settings.pm_dir(name) / "files/etc/ssh/ssh_host_ed25519_key.pub"
    return " ".join(path.read_text().split()[:2])


def write_known_hosts(settings: Settings) -> None:
    """Both host keys, from the generated files: nobody has to trust what answers."""
    lines = [
        f"{settings.address(name)},{name} {host_key(settings, name)}\n"
        for name in settings.pm_names
    ]
    (settings.client / "known_hosts").write_text("".join(lines))


def make_pm(settings: Settings, name: str) -> None:
    """Makes the files of one PM, whole or not at all; nothing if they are there."""
    final = settings.pm_dir(name)
    if final.exists():
        return
    half = final.with_name(f".{name}.half")
    shutil.rmtree(half, ignore_errors=True)
    files = half / "files"
    call(["mkdir", "-p", files])
    # /etc as a whole: then programs may replace files in it by rename, which a bound file refuses.
    call(["cp", "-a", "/etc", files / "etc"])
    for directory in ("home", "srv/volumes", "var/cache/libvirt", "var/log/libvirt", "root",
                      "var/lib/libvirt", "var/lib/twinpoint"):  # fmt: skip
        (files / directory).mkdir(parents=True)
    for directory in ("boot", "images", "qemu", "dnsmasq"):
        (files / "var/lib/libvirt" / directory).mkdir()
    _write_etc(settings, name, files / "etc")
    key = (settings.client / "id_ed25519.pub").read_text()
    (files / "root").chmod(0o700)
    _authorize(files / "root/.ssh", key, 0)
    for account, number, _ in ACCOUNTS:
        home = files / "home" / account
        home.mkdir(mode=0o755)
        _authorize(home / ".ssh", key, number)
        call(["chown", f"{number}:{number}", home])
    image = half / "container.img"
    call(["truncate", "-s", str(settings.container_bytes), image])
    call(["mke2fs", "-q", "-t", "ext4", "-m", "0", "-L", f"{name}-container"[:16], "-E",
          "lazy_itable_init=0,lazy_journal_init=0,discard", image])  # fmt: skip
    spec = {"name": name, "address": settings.address(name), "volumes": str(settings.volumes)}
    (half / "spec.json").write_text(json.dumps(spec))
    half.rename(final)


def _authorize(directory: Path, key: str, owner: int) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    directory.chmod(0o700)
    (directory / "authorized_keys").write_text(key)
    (directory / "authorized_keys").chmod(0o600)
    call(["chown", "-R", f"{owner}:{owner}", directory])


def _write_etc(settings: Settings, name: str, etc: Path) -> None:
    (etc / "machine-id").unlink(missing_ok=True)
    (etc / "machine-id").write_text(f"{uuid.uuid4().hex}\n")
    (etc / "hostname").write_text(f"{name}\n")
    hosts = [f"{settings.address(pm)} {pm}\n" for pm in settings.pm_names]
    (etc / "hosts").write_text("127.0.0.1 localhost\n" + "".join(hosts))
    for account, number, may_sudo in ACCOUNTS:
        with (etc / "passwd").open("a") as file:
            file.write(f"{account}:x:{number}:{number}::/home/{account}:/bin/bash\n")
        with (etc / "group").open("a") as file:
            file.write(f"{account}:x:{number}:\n")
        with (etc / "shadow").open("a") as file:
            # "*": no password fits, yet the account is not locked ("!"), or sshd refuses keys too.
            file.write(f"{account}:*:19000:0:99999:7:::\n")
        if may_sudo:
            rule = etc / "sudoers.d" / account
            rule.write_text(f"{account} ALL=(ALL) NOPASSWD: ALL\n")
            rule.chmod(0o440)
    for old in (etc / "ssh").glob("ssh_host_*"):
        old.unlink()
    make_key(etc / "ssh/ssh_host_ed25519_key", name)
    (etc / "ssh/sshd_config").write_text(SSHD)
    libvirt = etc / "libvirt"
    shutil.rmtree(libvirt / "qemu")
    (libvirt / "qemu").mkdir()
    (libvirt / "qemu.conf").write_text(QEMU)
    (libvirt / "libvirtd.conf").write_text(LIBVIRTD.format(host_uuid=uuid.uuid4()))
