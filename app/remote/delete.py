"""The job that deletes snapshots: accepted, merged here, told to the other PM, waited for there.

The VM's lock is held while it is decided what is merged, and on while the newest snapshot takes
part; a merge of older ones does not keep a new snapshot from being taken.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any, Callable

from app.remote import deletions, merge_plan
from app.remote.bring import RETRY_SECONDS, pause
from app.remote.host import host_name
from app.remote.job_files import JobFiles, all_jobs
from app.remote.locks import Lock, Taken
from app.remote.merge import Merge, end_moves
from app.remote.peer import PeerAway
from app.remote.problems import Cancelled, Failed, Problem, Refused
from app.remote.qcow2 import Unreadable
from app.remote.records import BadRecord, Deletion
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.vm_job import VmJob, VmLock, carry_out, holder_job

AGAIN_HERE = 20.0  # seconds until something that failed on this PM is tried again
Known = (Problem, ToolFailed, BadRecord, OSError)


def delete(store: Store, files: JobFiles) -> None:
    """The job of a `merge` request: with `snapshots` those somebody wants deleted, without what is
    left to do of earlier ones."""
    carry_out(store, files, lambda job: Deleting(job).run(), holds=False)


class Deleting:
    """The work of one such job."""

    def __init__(self, job: VmJob) -> None:
        self._job = job
        self._store = job.store
        self._vm = job.vm
        self._vm_lock = VmLock(job)
        self._deleted: list[str] = []
        self._freed = 0
        self._done = 0
        self._total = 0

    def run(self) -> dict[str, Any]:
        job = self._job
        wanted = [str(each) for each in job.request.get("snapshots", [])]
        if wanted:
            self._check(wanted)
        job.accepted()
        job.events.step("merge")
        try:
            if wanted:
                turn = self._take(self._store.merge_lock(self._vm), job.check)
                try:
                    self._delete(wanted)
                finally:
                    turn.release()
                job.events.say("merged", **self._result())
            self._settle()
        except Known:
            if self._deleted:
                deletions.take_up(self._store, self._vm)  # the other PM has to be told of these
            raise
        return self._result()

    def _result(self) -> dict[str, Any]:
        return {"deleted": self._deleted, "freed": self._freed}

    # What somebody wants

    def _check(self, wanted: list[str]) -> None:
        """Refuses, before anything is noted, what can be refused."""
        self._vm_lock.take(wait=3)
        try:
            known = merge_plan.chains(self._store, self._vm)
            for snapshot in wanted:
                if snapshot in self._store.deleted(self._vm):
                    raise Refused("no-such-snapshot", snapshot=snapshot)
                if snapshot not in known.created and snapshot not in known.unreadable:
                    raise self._not_whole(snapshot)
            name, here = self._job.vm_name, host_name()
            for group in merge_plan.groups(known, wanted, self._store.deleted(self._vm)):
                merge_plan.check_sound(self._store, self._vm, name, here, known, group)
        finally:
            self._vm_lock.release()

    def _not_whole(self, snapshot: str) -> Refused:
        for files in all_jobs(self._store.jobs()):
            progress = files.progress()
            if progress.get("snapshot") == snapshot and files.alive.held():
                since = time.gmtime(float(progress.get("started", 0)))
                return Refused(
                    "vm-busy",
                    vm=self._job.vm_name,
                    activity="snapshot",
                    owner=str(progress.get("owner", "")),
                    since=time.strftime("%Y-%m-%dT%H:%M:%SZ", since),
                )
        return Refused("no-such-snapshot", snapshot=snapshot)

    def _delete(self, wanted: list[str]) -> None:
        """Group by group. Who is asked to stop ends the group at hand, and leaves the others."""
        stuck = self._finish_interrupted()
        known = merge_plan.chains(self._store, self._vm)
        deleted = self._store.deleted(self._vm)
        there = set(self._store.snapshots(self._vm)) - deleted
        found = merge_plan.groups(known, there & set(wanted), deleted)
        self._total = sum(self._work(known, group) for group in found)
        for number, group in enumerate(found):
            if stuck is not None and group.units(known):
                raise stuck
            doomed = there & set(wanted) & group.members
            try:
                self._job.check()
                self._merge(doomed, fresh=True)
            except Cancelled as cancelled:
                if not self._deleted:
                    raise
                raise Failed(
                    "deletion-cancelled",
                    by=str(cancelled.fields.get("by", "")),
                    deleted=len(self._deleted),
                    left=sum(len(each.members & there) for each in found[number:]),
                ) from cancelled
            except Known:
                if not doomed & self._store.deleted(self._vm):
                    raise
                # It cannot be taken back: it goes on below, until what stands in the way is gone.
            self._deleted += sorted(doomed)

    # What is left of deletions, on both PMs

    def _settle(self) -> None:
        """Until neither PM holds anything of what is deleted. One job of a VM is at this; others
        look on."""
        lock = self._store.settling_lock(self._vm)
        tries = 0
        while self._store.deleted(self._vm):
            try:
                lock.take(self._job.holder, wait=0.5)
            except Taken as taken:
                self._job.files.check_cancelled()
                progress = holder_job(self._store, taken.holder).progress()
                if progress.get("waiting") and progress.get("code"):
                    fields = dict(progress.get("fields", {}))
                    self._job.events.waiting(Problem(str(progress["code"]), **fields))
                continue
            try:
                problem_here = self._merge_left()
                problem = problem_here or self._tell()
            finally:
                lock.release()
            if not self._store.deleted(self._vm):
                break
            if problem is not None:
                self._job.events.waiting(problem)
            seconds = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
            pause(self._job.files.check_cancelled, AGAIN_HERE if problem_here else seconds)
            tries += 1
        self._job.events.waiting(None)

    def _merge_left(self) -> Problem | None:
        """Merges what is noted; gives what stands in the way."""
        if not deletions.to_merge(self._store, self._vm):
            return None
        check = self._job.files.check_cancelled
        turn = self._take(self._store.merge_lock(self._vm), check)
        try:
            problem = self._finish_interrupted()
            known = merge_plan.chains(self._store, self._vm)
            left = deletions.to_merge(self._store, self._vm)
            for group in merge_plan.groups(known, left, self._store.deleted(self._vm)):
                if problem is not None and group.units(known):
                    continue
                self._total += self._work(known, group)
                problem = self._tried(set(group.members)) or problem
        finally:
            turn.release()
        return problem

    def _finish_interrupted(self) -> Problem | None:
        """Ends first what was begun: nothing else is merged while a file is half written into.
        Gives what stands in the way."""
        known = merge_plan.chains(self._store, self._vm)
        for begun, kept in merge_plan.interrupted(known, self._store, self._vm):
            problem = self._tried(begun, kept)
            if problem is not None:
                return problem
        return None

    def _tried(self, some: set[str], kept: AbstractSet[str] = frozenset()) -> Problem | None:
        try:
            self._merge(some, fresh=False, kept=kept)
        except Cancelled:
            raise
        except Known as error:
            return self._explained(error)
        return None

    def _tell(self) -> Problem | None:
        """Tells the other PM, and hears how far it is."""
        partner = self._job.partner
        told = deletions.telling(self._store, self._vm)
        try:
            answer = partner.peer().ask("deletions", vm=self._vm, deletions=told)
            deletions.hear(self._store, self._vm, answer.get("deletions", []))
        except (PeerAway, Refused, OSError, ValueError, KeyError, TypeError) as error:
            partner.lost(str(error))
            detail = str(error)[-300:]
            return Problem("deletion-waits", pm=host_name(), peer=partner.name, detail=detail)
        deletions.settled(self._store, self._vm, told, answer.get("left"))
        working = answer.get("working")
        working = working if isinstance(working, dict) else {}
        done, total = working.get("done"), working.get("total")
        if isinstance(done, int) and isinstance(total, int) and total:
            self._job.events.bytes(self._done + done, self._done + total)
        code, fields = working.get("code"), working.get("fields")
        if isinstance(code, str) and isinstance(fields, dict):
            return Problem(code, **fields)
        return None

    # One group

    def _merge(self, some: set[str], *, fresh: bool, kept: AbstractSet[str] = frozenset()) -> None:
        """Merges some, and what has to go with them; `kept` are deleted, but still go on with a
        file that is being written into."""
        store, vm = self._store, self._vm
        check = self._job.check if fresh else self._job.files.check_cancelled
        self._vm_lock.take(check=check)
        merge: Merge | None = None
        try:
            known = merge_plan.chains(store, vm)
            some = {each for each in some if deletions.held(store, vm, each)}
            group = merge_plan.group_of(known, some - kept, store.deleted(vm) - kept)
            if fresh:
                self._note(some)
            before = _disk_bytes(store, vm, known.created, group.members)
            if not merge_plan.touches_newest(known, group):
                self._vm_lock.release()
            chain = self._take(store.chain_lock(vm), check)
            try:
                end_moves(store, vm)
                merge = Merge(store, vm, self._job.vm_name, group, check, self._progress)
                merge.run()
            finally:
                chain.release()
            self._done += merge.done
            after = _disk_bytes(store, vm, known.created, group.members)
            self._freed += max(0, before - after)
        except BaseException:
            if fresh and (merge is None or not merge.final):
                for snapshot in some:
                    deletions.drop(store, vm, snapshot)
            raise
        finally:
            self._vm_lock.release()

    def _note(self, doomed: set[str]) -> None:
        for snapshot in doomed:
            deletions.note(
                self._store,
                Deletion(
                    snapshot=snapshot,
                    vm=self._vm,
                    vm_name=self._job.vm_name,
                    deleted=time.time(),
                    deleted_by=str(self._job.request.get("by", "")),
                ),
            )

    def _work(self, known: merge_plan.Chains, group: merge_plan.Group) -> int:
        """Bytes to go; 0 where that cannot be told, and the merge will say why."""
        try:
            return merge_plan.cost(self._store, self._vm, known, group).work
        except (OSError, Unreadable):
            return 0

    def _progress(self, done: int) -> None:
        self._job.events.bytes(self._done + done, self._total)

    def _take(self, lock: Lock, check: Callable[[], None]) -> Lock:
        while True:
            try:
                lock.take(self._job.holder, wait=0.5)
                return lock
            except Taken:
                check()

    def _explained(self, error: BaseException) -> Problem:
        if isinstance(error, Problem):
            return error
        detail = str(error)[-500:]
        if "Failed to get" in detail and "lock" in detail:
            return Failed("files-in-use", vm=self._job.vm_name, pm=host_name(), detail=detail)
        return Failed("merge-failed", vm=self._job.vm_name, pm=host_name(), detail=detail)


def _disk_bytes(store: Store, vm: str, known: Iterable[str], gone: Iterable[str]) -> int:
    """Bytes that files of these snapshots take on disk; one that a run makes meanwhile is left
    out."""
    return sum(
        merge_plan.allocated(path)
        for snapshot in {*known, *gone}
        for path in store.folder(vm, snapshot).glob("*.qcow2")
    )
