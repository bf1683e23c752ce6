"""Where records and files lie under the container root, and how they get there durably.

bin/                    this program
keys/                   replication key, its peer's pinned host keys
system.json             system name, peer, decisions, maintenance
settled                 which decisions the other PM is known to hold
jobs/<job>/             one run: see job_files.py
vms/<vm>/lock           held (flock) by whoever changes something of this VM
vms/<vm>/journal        one line for each state a run reached
vms/<vm>/containers.json
vms/<vm>/snapshots/<id>/announcement.json, manifest.json, <target>.qcow2
vms/<vm>/incoming/<id>/ what the other PM is sending
vms/<vm>/deleted/<id>   that a snapshot is deleted: see deletions.py
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.remote import records
from app.remote.layout import file_faults
from app.remote.lines import json_object
from app.remote.locks import Lock
from app.remote.order import in_order
from app.remote.records import Announcement, Manifest

# Of a VM: kept for good, and nothing by themselves.
LOCKS = frozenset({"lock", "chain", "merge", "settling"})


class Store:
    """The container root of this PM."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # Places

    def vm(self, vm: str) -> Path:
        return self.root / "vms" / _checked(vm)

    def folder(self, vm: str, snapshot: str) -> Path:
        return self.vm(vm) / "snapshots" / _checked(snapshot)

    def incoming(self, vm: str, snapshot: str) -> Path:
        return self.vm(vm) / "incoming" / _checked(snapshot)

    def vm_lock(self, vm: str) -> Lock:
        return Lock(self.vm(vm) / "lock")

    def chain_lock(self, vm: str) -> Lock:
        """Held alone by who changes files that snapshots build on, shared by who reads them."""
        return Lock(self.vm(vm) / "chain")

    def merge_lock(self, vm: str) -> Lock:
        """Held by the one who merges snapshots of a VM now."""
        return Lock(self.vm(vm) / "merge")

    def settling_lock(self, vm: str) -> Lock:
        """Held by the one who sees deletions settled on both PMs now."""
        return Lock(self.vm(vm) / "settling")

    def forget(self, vm: str) -> bool:
        """Removes the folder of a VM of which nothing but locks is kept; whether it was so. Raises
        OSError if one of them is held."""
        folder = self.vm(vm)
        try:
            kept = set(os.listdir(folder))
        except FileNotFoundError:
            return False
        if not kept <= LOCKS:
            return False
        if any(Lock(folder / name).held() for name in kept):
            raise OSError("its lock is held")
        shutil.rmtree(folder)
        return True

    def jobs(self) -> Path:
        return self.root / "jobs"

    def prepare(self) -> None:
        """Makes the folders. They can be passed through by QEMU's user, who must reach the files
        libvirt hands to it, but not listed."""
        for path in (self.root, self.root / "vms", self.jobs(), self.root / "keys"):
            make_folder(path)
        os.chmod(self.root / "keys", 0o700)

    # Records

    def vms(self) -> list[str]:
        return sorted(_ids(self.root / "vms"))

    def snapshots(self, vm: str) -> list[str]:
        return sorted(_ids(self.vm(vm) / "snapshots"))

    def announcement(self, vm: str, snapshot: str) -> Announcement | None:
        """None if there is none. Raises BadRecord."""
        text = self.text(vm, snapshot, "announcement.json")
        return None if text is None else records.announcement_from_json(text)

    def manifest(self, vm: str, snapshot: str) -> Manifest | None:
        """None if there is none. Raises BadRecord."""
        text = self.text(vm, snapshot, "manifest.json")
        return None if text is None else records.manifest_from_json(text)

    def text(self, vm: str, snapshot: str, name: str) -> str | None:
        """Text of a snapshot's record, None if there is none. Raises BadRecord."""
        path = self.folder(vm, snapshot) / name
        try:
            if path.stat().st_size > records.LONGEST:
                raise records.BadRecord("too long")
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise records.BadRecord(str(error)) from error

    def deleted(self, vm: str) -> set[str]:
        """Snapshots that are being deleted, or were, as far as it must still be known."""
        return set(_ids(self.vm(vm) / "deleted"))

    def manifests(self, vm: str) -> list[Manifest]:
        """Readable manifests of what is whole and not being deleted, oldest point first, parents
        before children."""
        found = []
        deleted = self.deleted(vm)
        for snapshot in self.snapshots(vm):
            if snapshot in deleted:
                continue
            try:
                manifest = self.manifest(vm, snapshot)
            except records.BadRecord:
                continue  # facts report it; here it is simply no base to build on
            if manifest is not None and not file_faults(self.folder(vm, snapshot), manifest):
                found.append(manifest)
        return in_order(found)

    def newer(self, vm: str) -> list[str]:
        """Snapshots whose manifest a newer version wrote."""
        found = []
        for snapshot in self.snapshots(vm):
            try:
                self.manifest(vm, snapshot)
            except records.NewerRecord:
                found.append(snapshot)
            except records.BadRecord:
                continue
        return found

    def announce(self, announcement: Announcement) -> None:
        folder = self.folder(announcement.vm, announcement.snapshot)
        for path in (self.vm(announcement.vm), folder.parent, folder):
            make_folder(path)
        write_durably(folder / "announcement.json", records.to_json(announcement))
        self.touch()

    def commit(self, manifest: Manifest) -> str:
        """Writes the manifest, which makes the snapshot whole here; gives its content hash."""
        text = records.to_json(manifest)
        write_durably(self.folder(manifest.vm, manifest.snapshot) / "manifest.json", text)
        self.touch()
        return records.content_hash(text)

    def discard(self, vm: str, snapshot: str) -> None:
        """Removes everything of a snapshot; the manifest first, so that a crash in between leaves
        debris and never a snapshot without its files."""
        folder = self.folder(vm, snapshot)
        for name in ("manifest.json", "announcement.json"):
            if (folder / name).exists() and name == "manifest.json":
                os.unlink(folder / name)
                fsync_folder(folder)
        for path in (folder, self.incoming(vm, snapshot)):
            if path.exists():
                shutil.rmtree(path)
                fsync_folder(path.parent)
        self.touch()

    def touch(self) -> None:
        """Tells watchers that records changed."""
        path = self.root / "changed"
        path.touch()
        now = time.time_ns()
        os.utime(path, ns=(now, now))

    # Containers: capacity in bytes by target

    def capacities(self, vm: str) -> dict[str, int]:
        value = read_json(self.vm(vm) / "containers.json")
        return {
            target: number
            for target, number in value.items()
            if records.TARGET.fullmatch(target) and type(number) is int and number > 0
        }

    def volume_sizes(self, vm: str) -> dict[str, int]:
        """Virtual size of each captured volume, as the newest readable record has it."""
        sizes: dict[str, int] = {}
        for manifest in self.manifests(vm):
            sizes.update({volume.target: volume.capacity for volume in manifest.volumes})
        return sizes

    def snapshot_bytes(self, vm: str) -> dict[str, int]:
        """Bytes of all files of each volume of a VM, whole snapshots or not."""
        sizes: dict[str, int] = {}
        for base in ("snapshots", "incoming"):
            for file in (self.vm(vm) / base).glob("*/*.qcow2"):
                target = file.name[: -len(".qcow2")].split("~")[0]
                try:
                    sizes[target] = sizes.get(target, 0) + file.stat().st_size
                except FileNotFoundError:
                    continue  # deleted by a run while we look
        return sizes

    def free(self) -> tuple[int, int]:
        """Total and free bytes of the file system below the root."""
        stat = os.statvfs(self.root)
        return stat.f_blocks * stat.f_frsize, stat.f_bavail * stat.f_frsize

    # System

    def system(self) -> dict[str, Any]:
        return read_json(self.root / "system.json")

    def set_system(self, **values: Any) -> None:
        self.change_system(lambda system: system.update(values))

    def change_system(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Lets `change` change the record while nobody else does."""
        with self.lock_root():
            system = self.system()
            change(system)
            system["format"] = records.FORMAT
            write_durably(self.root / "system.json", json.dumps(system, sort_keys=True, indent=1))
        self.touch()

    @contextmanager
    def lock_root(self) -> Iterator[None]:
        """For the short changes of files that all VMs share."""
        lock = Lock(self.root / "lock")
        lock.take(wait=10)
        try:
            yield
        finally:
            lock.release()


def make_folder(path: Path) -> None:
    path.mkdir(mode=0o711, parents=True, exist_ok=True)
    os.chmod(path, 0o711)


def write_durably(path: Path, text: str) -> None:
    """Writes a file so that after a crash it has either the old content or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def fsync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fsync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_json(path: Path) -> dict[str, Any]:
    """A small JSON object; {} where there is none or it cannot be read."""
    try:
        return json_object(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _ids(path: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(path) if records.ID.fullmatch(entry.name)]
    except FileNotFoundError:
        return []


def _checked(identity: str) -> str:
    if not records.ID.fullmatch(identity):
        raise records.BadRecord(f"not an id: {identity[:60]!r}")
    return identity
