"""The pair as a whole: brings it up, says how it is, takes it down."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.lab import guest_image, guests, pm_files
from tests.lab.cluster import Cluster
from tests.lab.guest import Guest
from tests.lab.kvm import domain_kind
from tests.lab.machine import PM
from tests.lab.network import Network
from tests.lab.processes import call
from tests.lab.records import Verdict, check_records
from tests.lab.state import LabError, Lock, Settings

REPOSITORY = Path(__file__).resolve().parents[2]


class Lab:
    """A real pair of KVM hosts on this machine. All methods need root."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings.from_environment()
        self._lock = Lock(self.settings.dir / "lock")
        self._network = Network(self.settings)
        self._pms = {name: PM(self.settings, self._lock, name) for name in self.settings.pm_names}
        self._cluster = Cluster(self.settings, self._pms)
        self._began = time.monotonic()

    @property
    def client_identity(self) -> Path:
        """The console's private key."""
        return self.settings.client / "id_ed25519"

    @property
    def known_hosts(self) -> Path:
        """Both PMs' host keys."""
        return self.settings.client / "known_hosts"

    def pm(self, name: str) -> PM:
        if name not in self._pms:
            raise LabError(f"the lab has no PM {name!r}; it has {', '.join(self._pms)}")
        return self._pms[name]

    def pms(self) -> list[PM]:
        return list(self._pms.values())

    def guest(self, vm: str) -> Guest:
        return Guest(guests.spec_of(vm), self._pms)

    def copy_of(self, vm: str, name: str, uuid: str) -> Guest:
        """A VM that was made, by a test, as a copy of one of the lab."""
        return Guest(replace(guests.spec_of(vm), name=name, made_as=uuid), self._pms)

    def guests(self) -> list[Guest]:
        return [Guest(spec, self._pms) for spec in guests.VMS]

    def disk_path(self, vm: str, target: str) -> Path:
        """The file of a VM's disk as the host sees it; the PMs see it under /srv/volumes."""
        return self.settings.volumes / guests.disk_name(guests.spec_of(vm), target)

    def check_copies(self, pm: PM, paths: Sequence[str], *, same_end: bool) -> Verdict:
        """As records.check_records, for copies in a PM, which may have backing files there."""
        with tempfile.TemporaryDirectory(prefix=".check-", dir=self.settings.volumes) as directory:
            raws = [Path(directory) / f"{number}.raw" for number in range(len(paths))]
            for path, raw in zip(paths, raws, strict=True):
                inside = f"{guests.SHARED}/{raw.parent.name}/{raw.name}"
                argv = ["qemu-img", "convert", "-U", "-O", "raw", path, inside]
                pm.run(argv, timeout=300)
            return check_records(raws, same_end=same_end)

    def up(self, vms: Collection[str] | None = None, ha: Collection[str] = ()) -> None:
        """Brings up what is not: files, network, PMs, definitions, cluster, VMs, registration.

        `vms` names the VMs to start; None is all but off01. `ha` names those that a cluster of the
        two PMs shall hold from now on; PMs that run without a cluster are then started anew. May be
        called at any time, also after an `up` that was killed: whatever is whole is kept, whatever
        is half is made anew.
        """
        wanted = [spec.name for spec in guests.VMS if spec.starts]
        if vms is not None:
            wanted = [guests.spec_of(name).name for name in vms]
        with self._lock.held():
            self._began = time.monotonic()
            self.settings.cache.mkdir(parents=True, exist_ok=True)
            self.settings.volumes.mkdir(exist_ok=True)
            (self.settings.dir / "pms").mkdir(exist_ok=True)
            pm_files.make_client(self.settings)
            for name in self.settings.pm_names:
                pm_files.make_pm(self.settings, name)
            pm_files.write_known_hosts(self.settings)
            self._give_client_to_caller()
            self._say("files of the PMs are there")
            image = guest_image.build(self.settings.cache)
            kind = domain_kind(image.kernel, self.settings.cache)
            if ha:
                self._cluster.write_files(ha, kind)
            self._network.up()
            with ThreadPoolExecutor(2) as pool:
                for pm, _ in zip(self.pms(), pool.map(PM.ensure_up, self.pms()), strict=True):
                    self._say(f"{pm.name} is up at {pm.address}")
            for spec in guests.VMS:
                guests.make_disks(spec, image, self.settings.volumes)
            self._say("volumes are there")
            for pm in self.pms():
                pm.heal()
                self._define(pm, kind)
            self._say(f"VMs are defined on both PMs ({kind})")
            held = self._cluster.vms
            if held:
                self._cluster.up()
                self._say(f"the cluster runs {', '.join(held)}")
            self._start([self.guest(name) for name in dict.fromkeys([*held, *wanted])])
            self._register()
            self._say("the pair is up")

    def _say(self, text: str) -> None:
        print(f"{time.monotonic() - self._began:6.1f} s  {text}", flush=True)

    def _define(self, pm: PM, kind: str) -> None:
        """Defines the VMs that the PM does not know; tests may have changed those it knows.

        Those of the cluster are for its agent to create, which leaves them undefined elsewhere.
        """
        known = pm.run(["virsh", "-q", "list", "--all", "--uuid"]).stdout.split()
        held = self._cluster.vms
        for spec in guests.VMS:
            if spec.uuid not in known and spec.name not in held:
                xml = guests.domain_xml(spec, kind)
                pm.run(["virsh", "-q", "define", "/dev/stdin"], input=xml)

    def _start(self, wanted: list[Guest]) -> None:
        for guest in wanted:
            where = guest.pm
            if where is None:
                guest.start()
            elif guest.state(where) == "paused":
                where.run(["virsh", "-q", "resume", guest.spec.uuid])
        for guest in wanted:
            if guest.spec.agent and not guest.agent_answers():
                self._revive(guest)
            guest.wait_up()
            self._say(f"{guest.name} is up")

    def _revive(self, guest: Guest) -> None:
        """Brings back an agent that a killed test left stopped; a guest still booting has time."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                guest.control("agent on", timeout=5)
            except LabError:
                if guest.agent_answers():
                    return
                time.sleep(0.3)
                continue
            return

    def rebuild(self, vm: str) -> None:
        """Gives a VM that a test has spoiled new disks and its first definition; starts it."""
        guest = self.guest(vm)
        spec = guest.spec
        if vm in self._cluster.vms:
            raise LabError(f"the cluster holds {vm} and would start it again at once")
        image = guest_image.build(self.settings.cache)
        kind = domain_kind(image.kernel, self.settings.cache)
        with self._lock.held():
            guest.destroy()
            forget = ["--nvram", "--managed-save", "--snapshots-metadata", "--checkpoints-metadata"]
            for pm in self.pms():
                if guest.state(pm):
                    pm.run(["virsh", "-q", "undefine", spec.uuid, *forget])
            shutil.rmtree(self.settings.volumes / spec.name, ignore_errors=True)
            guests.make_disks(spec, image, self.settings.volumes)
            for pm in self.pms():
                self._define(pm, kind)
            if spec.starts:
                guest.start()
                guest.wait_up()

    def ha_standby(self, pm: str) -> None:
        """Asks the cluster to move all its VMs off a PM: shut down there, started on the other."""
        self._cluster.standby(pm)

    def ha_unstandby(self, pm: str) -> None:
        """Lets VMs onto the PM again; they come only when they have to."""
        self._cluster.unstandby(pm)

    def ha_status(self) -> dict[str, Any]:
        """The cluster's own view: {"pms": {…}, "vms": {…}, "failures": […]}."""
        return self._cluster.status()

    def ha_wait(self, vm: str, pm: str, timeout: float = 120) -> None:
        """Waits until the cluster runs the VM on that PM; the guest may still be booting."""
        self._cluster.wait(vm, pm, timeout)

    def ha_wait_online(self, pm: str, timeout: float = 90) -> None:
        """Waits until the PM takes part in the cluster, as after a boot."""
        self._cluster.wait_online(pm, timeout)

    def down(self, *, purge: bool = False) -> None:
        """Ends both PMs and takes away all that `up` made, but for the cache (unless `purge`)."""
        with self._lock.held():
            for pm in self.pms():
                pm.crash()
                print(f"{pm.name} is down", flush=True)
            self._network.down()
            self.settings.remove_all_but_cache()
            if purge:
                shutil.rmtree(self.settings.cache, ignore_errors=True)
        if purge:
            shutil.rmtree(self.settings.dir, ignore_errors=True)

    def status(self) -> dict[str, Any]:
        """What runs, as plain data: {"pms": {name: …}, "vms": {name: …}, "ha": {…} or None}."""
        pms = {}
        for pm in self.pms():
            cuts = pm.cuts()
            state = "up" if pm.is_up() else "crashed" if pm.dir.exists() else "absent"
            pms[pm.name] = {
                "state": "cut" if "cable" in cuts else state,
                "address": pm.address,
                "cut_from": [cut for cut in cuts if cut != "cable"],
            }
        vms = {}
        for guest in self.guests():
            where = guest.pm
            vms[guest.name] = {
                "uuid": guest.spec.uuid,
                "pm": where.name if where else None,
                "state": guest.state(where) if where else "shut off",
                "agent": self._agent_state(guest) if where else None,
            }
        return {"pms": pms, "vms": vms, "ha": self.ha_status() if self._cluster.vms else None}

    @staticmethod
    def _agent_state(guest: Guest) -> str:
        if not guest.spec.agent:
            return "none"
        try:
            return guest.control("agent state", timeout=3).strip()
        except LabError:
            return "unknown"

    @staticmethod
    def _caller() -> pwd.struct_passwd | None:
        """Whoever called sudo, or None."""
        uid = int(os.environ.get("SUDO_UID", "0"))
        return pwd.getpwuid(uid) if uid else None

    def _give_client_to_caller(self) -> None:
        caller = self._caller()
        if caller is not None:
            owner = f"{caller.pw_uid}:{caller.pw_gid}"
            call(["chown", "-R", owner, self.settings.client])

    def _register(self) -> None:
        """Makes the pair known to the console, the way an administrator would."""
        if not (REPOSITORY / "app/__main__.py").exists():
            self._say("no command line of the console yet: the pair is not registered")
            return
        argv = [sys.executable, "-m", "app", "system", "add", self.settings.system]
        argv += [f"root@{pm.address}" for pm in self.pms()]
        argv += ["--identity", str(self.client_identity), "--known-hosts", str(self.known_hosts),
                 "--replace"]  # fmt: skip
        caller = self._caller()
        environment = dict(os.environ)
        if caller is not None:
            environment.update(HOME=caller.pw_dir, USER=caller.pw_name, LOGNAME=caller.pw_name)
        done = subprocess.run(
            argv, cwd=REPOSITORY, timeout=300, check=False, env=environment,
            user=caller.pw_uid if caller else None,
            group=caller.pw_gid if caller else None,
            extra_groups=[] if caller else None,
        )  # fmt: skip
        if done.returncode:
            raise LabError(f"the console could not add the pair: {argv} gave {done.returncode}")
