"""The first process of a PM, number 1 in its own namespaces: mounts, network, daemons, children.

Started by machine.py through unshare(1) with one argument, the PM's directory. When it is killed,
the kernel ends every process of the PM at once, and its mounts and network go with them.
"""

from __future__ import annotations

import grp
import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

# Private to each PM, kept over crash and boot. All of /root: a shell there would set up the host's.
# /var/lib is treated apart, see below.
PRIVATE = ("etc", "home", "srv", "var/cache/libvirt", "var/log/libvirt", "root")
FRESH = ("run", "tmp", "dev/shm")
# Of /var/lib what is never the host's; the cluster's is there only where Pacemaker is installed.
OWN = ("libvirt", "twinpoint", "corosync", "pacemaker")
CLUSTER = "cluster.json"  # in the PM's directory: the VMs of the cluster it belongs to
PACEMAKER = ("blackbox", "cib", "cores", "pengine")
# Pacemaker asks the cluster and, through its agents, libvirt; both must be there first.
PACEMAKERD = """
until virsh -q list > /dev/null && corosync-cmapctl > /dev/null; do sleep 0.2; done
exec pacemakerd -f
"""


def call(*argv: str | Path) -> None:
    """Runs one command to its end; ends the PM's start if it fails."""
    subprocess.run([str(word) for word in argv], check=True, timeout=60)


def give_kvm(device: Path, own: Path) -> None:
    """The device as udev makes it on Debian. Where QEMU's user may not open it, libvirt asks QEMU
    anew what it can, ten seconds and more, before every definition."""
    if not device.exists():
        return
    os.mknod(own, device.stat().st_mode, device.stat().st_rdev)
    os.chown(own, 0, grp.getgrnam("kvm").gr_gid)
    os.chmod(own, 0o660)
    call("mount", "--bind", own, device)


def mount_files(pm_dir: Path, volumes: Path) -> None:
    """Gives the PM its own files; what it shares with the host are programs and the kernel."""
    private = pm_dir / "files"
    for name in FRESH:
        call("mount", "-t", "tmpfs", "-o", "mode=1777" if name != "run" else "mode=755", name,
             f"/{name}")  # fmt: skip
    for name in PRIVATE:
        call("mount", "--bind", private / name, f"/{name}")
    # A /var/lib of the PM's own, so that its entries (container, libvirt) need no directory on the
    # host. The host's entries (packages and the like) are bound into it.
    own = private / "var/lib"
    for entry in Path("/var/lib").iterdir():
        if entry.is_dir() and not entry.is_symlink() and entry.name not in OWN:
            (own / entry.name).mkdir(exist_ok=True)
            call("mount", "--bind", entry, own / entry.name)
    call("mount", "--rbind", own, "/var/lib")
    call("mount", "--bind", volumes, "/srv/volumes")
    call("mount", "-o", "loop,discard", pm_dir / "container.img", "/var/lib/twinpoint")
    call("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620", "devpts", "/dev/pts")
    call("mount", "--bind", "/dev/pts/ptmx", "/dev/ptmx")
    give_kvm(Path("/dev/kvm"), Path("/run/kvm"))
    # Interfaces under /sys are those of the network namespace of whoever mounts it.
    call("mount", "-t", "sysfs", "sysfs", "/sys")
    # A PM that was started anew must be seen as such, though the kernel is the host's.
    boot_id = Path("/run/boot_id")
    boot_id.write_text(f"{uuid.uuid4()}\n")
    call("mount", "--bind", boot_id, "/proc/sys/kernel/random/boot_id")


def start_network(address: str) -> None:
    """Waits for the cable, which the host plugs in, and takes the PM's address."""
    call("ip", "link", "set", "lo", "up")
    end = time.monotonic() + 20
    while not Path("/sys/class/net/eth0").exists():
        if time.monotonic() > end:
            raise TimeoutError("nobody plugged in eth0")
        time.sleep(0.02)
    call("ip", "address", "add", f"{address}/24", "dev", "eth0")
    call("ip", "link", "set", "eth0", "up")


def start_daemons() -> None:
    """Starts what a KVM host runs; each writes its own log."""
    for directory in ("/run/sshd", "/run/lock"):
        Path(directory).mkdir(mode=0o755, exist_ok=True)
    for argv in (["/usr/sbin/sshd", "-D"], ["/usr/sbin/virtlogd"], ["/usr/sbin/libvirtd"]):
        start(Path(argv[0]).name, argv)


def start(name: str, argv: list[str]) -> None:
    """Starts one daemon in the background, with its output in a file of its name."""
    with (Path("/var/log/libvirt") / f"{name}.out").open("ab") as out:
        subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                         start_new_session=True)  # fmt: skip


def start_cluster() -> None:
    """Starts Corosync and Pacemaker; the PM joins, or forms, the cluster a few seconds later."""
    corosync, pacemaker = Path("/var/lib/corosync"), Path("/var/lib/pacemaker")
    corosync.mkdir(exist_ok=True)
    for directory in PACEMAKER:
        (pacemaker / directory).mkdir(mode=0o750, parents=True, exist_ok=True)
        shutil.chown(pacemaker / directory, "hacluster", "haclient")
    os.environ.update(PCMK_logfile="/var/log/libvirt/pacemaker.log", PCMK_logfacility="none")
    start("corosync", ["/usr/sbin/corosync", "-f"])
    start("pacemakerd", ["/bin/sh", "-c", PACEMAKERD])
    Path("/run/twinlab-cluster").touch()


def main() -> None:
    """Brings the PM up, then buries its dead until it is killed."""
    pm_dir = Path(sys.argv[1])
    spec = json.loads((pm_dir / "spec.json").read_text())
    in_cluster = (pm_dir / CLUSTER).exists()
    mount_files(pm_dir, Path(spec["volumes"]))
    call("hostname", spec["name"])
    start_network(spec["address"])
    for name in list(os.environ):
        os.environ.pop(name)
    os.environ.update(
        PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME="/root",
        LANG="C.UTF-8",
    )
    os.chdir("/")
    start_daemons()
    if in_cluster:
        start_cluster()
    Path("/run/twinlab-ready").touch()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            time.sleep(1)  # no daemon is left; the PM stays up, as a machine would


if __name__ == "__main__":
    main()
