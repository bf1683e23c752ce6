"""The program on a PM: ships it, runs its verbs, and believes nothing it says unseen."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from app.errors import Failed, Refused, TwinpointError, Unreachable
from app.machines.pair import Answer
from app.machines.pm_lines import (
    end_of,
    line_of,
    printed_by,
    problems_from,
    question_of,
    tail_of,
    value_of,
)
from app.machines.ssh import PROBE_TIMEOUT, Completed, LineStream, SshLink, one_line
from app.machines.ssh_bytes import ByteStream, send
from app.machines.zipapp import OLD_PYTHON, OLDEST_PYTHON, Program, build
from app.model.problems import (
    MachineUnreachable,
    NoRootRights,
    ShellNotClean,
    ToolMissing,
    Unexplained,
)

SILENCE = 20.0  # seconds; the program says at least "alive" every 5
TRANSFER_SILENCE = 60.0  # seconds for a piece of a file; a disk may be slow
LONGEST_TALK = 100_000  # lines of one `ask`
IDLE = 30.0  # seconds for which a program that has answered is asked again; it ends after 60
SURE = 1.0  # seconds for which it is asked again without a look whether it is still there
_NOT_SHIPPED, _NO_PYTHON, _NO_ROOT, _DAMAGED = 91, 92, 93, 95
_REFUSED, _FAILED = 3, 4
_ENDING = ("follow", "verify", "scrub", "resend")  # streams that end by themselves

# $1: the program, $2: the container root, $3: the verb. One round trip when all is well. -IS: with
# nothing that was added to the PM's Python, which costs time at each start and is not ours to run.
_RUN = one_line(f"""\
if [ "$(id -u)" = 0 ]; then as=; else as="sudo -n"; fi
if [ -n "$as" ]; then $as true || exit {_NO_ROOT}; fi
command -v python3 >/dev/null || exit {_NO_PYTHON}
$as test -f "$2/bin/$1" || exit {_NOT_SHIPPED}
exec $as python3 -IS "$2/bin/$1" --root "$2" "$3"
""")
# $1: the file's name, $2: the container root, $3: its sha256; the file on standard input.
_SHIP = one_line(f"""\
set -eu
umask 022
if [ "$(id -u)" != 0 ]; then exec sudo -n sh -c "$0" "$0" "$@"; fi
[ -d "$2" ] || {{ mkdir -p "$2"; chmod 0711 "$2"; }}
[ -d "$2/bin" ] || {{ mkdir "$2/bin"; chmod 0755 "$2/bin"; }}
new=$(mktemp "$2/bin/.new-XXXXXXXX")
trap 'rm -f "$new"' EXIT
cat >"$new"
[ "$(sha256sum <"$new" | cut -d' ' -f1)" = "$3" ] || exit {_DAMAGED}
chmod 0644 "$new"
sync "$new"
mv -f "$new" "$2/bin/$1"
ln -s "$1" "$new"
mv -fT "$new" "$2/bin/twinpoint.pyz"
""")


class PmJobs:
    """Runs the verbs of docs/pm-program.md on one PM. Any thread may use it."""

    def __init__(self, ssh: SshLink, root: str, program: Program | None = None) -> None:
        self._ssh = ssh
        self._root = root
        self._program = program or build()
        self._shipping = threading.Lock()
        self._waiting = threading.Lock()
        self._idle: tuple[LineStream, float] | None = None  # and since when it has nothing to do

    def ask(self, verb: str, request: Answer, timeout: float = 60.0) -> Answer:
        """What the verb said last. Raises Refused, Failed or Unreachable."""
        question = question_of(verb, request)
        done, last = self._answer(question, timeout)
        if done.status == _NOT_SHIPPED:
            self._ship()
            done, last = self._answer(question, timeout)
        return self._ended(done, last)

    def _answer(self, question: bytes, timeout: float) -> tuple[Completed, Answer | None]:
        """How a question was answered, and what was said last; the program is kept for the next."""
        lines = self._take_idle()
        if lines is None:
            lines = self._ssh.stream(self._argv("talk"), silence=timeout, keep_open=True)
        last: Answer | None = None
        kept = False
        try:
            lines.send(question, silence=timeout, timeout=timeout)
            for number, line in enumerate(lines):
                said = self._parsed(line)
                if (done := end_of(said)) is not None:
                    kept = self._keep_idle(lines)
                    return done, last
                if number > LONGEST_TALK:
                    raise self._nonsense("endless output")
                last = said
            return lines.finish(), last
        finally:
            if not kept:
                lines.close()

    def _take_idle(self) -> LineStream | None:
        with self._waiting:
            idle, self._idle = self._idle, None
        if idle is None:
            return None
        lines, since = idle
        waited = time.monotonic() - since
        # A question that a lost link swallowed may have been heard, so it is never asked twice.
        if lines.open and waited < IDLE and (waited < SURE or self._listens(lines)):
            return lines
        lines.close()
        return None

    def _listens(self, lines: LineStream) -> bool:
        try:
            lines.send(b"\n", silence=PROBE_TIMEOUT, timeout=PROBE_TIMEOUT)
            return any(end_of(self._parsed(line)) is not None for line in islice(lines, 1))
        except Unreachable:
            return False

    def _keep_idle(self, lines: LineStream) -> bool:
        """Whether it is kept: one is enough."""
        with self._waiting:
            if self._idle is not None:
                return False
            self._idle = lines, time.monotonic()
            return True

    @contextmanager
    def stream(self, verb: str, request: Answer) -> Iterator[Talk]:
        """Runs a verb that goes on talking; its standard input stays open until the end."""
        idle = self._take_idle() if verb in _ENDING else None
        talk = Talk(self, idle or self._open(verb, request), verb, request)
        try:
            if idle is not None:
                idle.send(question_of(verb, request), silence=SILENCE)
            yield talk
        finally:
            talk.close()

    @contextmanager
    def fetch(self, verb: str, request: Answer) -> Iterator[Fetched]:
        """The bytes of a verb that gives a file. The program is there: a job of it asked us."""
        stream = ByteStream(self._ssh, self._argv(verb), line_of(request), TRANSFER_SILENCE)
        try:
            yield Fetched(self, stream)
        finally:
            stream.close()

    def send(self, verb: str, request: Answer, data: Iterator[bytes]) -> Answer:
        """What a verb says that takes a file. Raises what `ask` and `data` raise."""
        done = send(self._ssh, self._argv(verb), line_of(request), data, TRANSFER_SILENCE)
        answers = [self._parsed(line) for line in done.output.splitlines()]
        return self._ended(done, answers[-1] if answers else None)

    def _open(self, verb: str, request: Answer) -> LineStream:
        return self._ssh.stream(self._argv(verb), line_of(request), silence=SILENCE, keep_open=True)

    def _argv(self, verb: str) -> list[str]:
        return ["sh", "-c", _RUN, "twinpoint", self._program.name, self._root, verb]

    def _ship(self) -> None:
        """Puts the program on the PM: under another name first, checked there, then renamed."""
        argv = ["sh", "-c", _SHIP, _SHIP, self._program.name, self._root, self._program.sha256]
        with self._shipping:
            done = self._ssh.run(argv, self._program.data, timeout=120.0)
        if done.status == _DAMAGED:
            raise Unreachable(
                MachineUnreachable(self._ssh.name, "the program arrived damaged; is the disk full?")
            )
        if done.status != 0:
            raise Refused(Unexplained(self._ssh.name, tail_of(done)), details=tail_of(done))

    def _parsed(self, line: bytes) -> Mapping[str, Any]:
        try:
            value = value_of(line)
        except (ValueError, RecursionError) as error:
            raise self._nonsense(line[:200].decode("utf-8", "replace")) from error
        if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
            raise self._nonsense(line[:200].decode("utf-8", "replace"))
        return value

    def _ended(self, done: Completed, last: Mapping[str, Any] | None) -> Mapping[str, Any]:
        name = self._ssh.name
        if done.status == 0 and last is not None and last["kind"] != "problems":
            return last
        if done.status in (_REFUSED, _FAILED) and last is not None:
            raise self._problems(done.status, last)
        if done.status == _NO_ROOT:
            raise Refused(NoRootRights(name, self._user(), tail_of(done)))
        needed = ".".join(map(str, OLDEST_PYTHON))
        if done.status == _NO_PYTHON:
            raise Refused(ToolMissing(name, "python3", needed))
        if done.status == OLD_PYTHON:
            raise Refused(ToolMissing(name, "python3", needed, tail_of(done)))
        detail = f"exit status {done.status}: {tail_of(done)}"
        raise Unreachable(Unexplained(name, detail[:1000]), details=detail)

    def _problems(self, status: int, last: Mapping[str, Any]) -> TwinpointError:
        problems = problems_from(last.get("problems"), self._ssh.name)
        details = last.get("details")
        kind = Refused if status == _REFUSED else Failed
        return kind(problems, details=details if isinstance(details, str) else "")

    def _user(self) -> str:
        return self._ssh.user

    def _nonsense(self, text: str) -> TwinpointError:
        printed = self._printed_by_the_shell()
        if printed:
            return Refused(ShellNotClean(self._ssh.name, self._user(), printed), details=printed)
        return Unreachable(Unexplained(self._ssh.name, f"not understood: {text}"), details=text)

    def _printed_by_the_shell(self) -> str:
        """What a command that says nothing seems to say."""
        try:
            return printed_by(self._ssh.run(["true"], timeout=PROBE_TIMEOUT))
        except TwinpointError:
            return ""


class Talk:
    """What a verb says while it runs, shipped first if need be. Read by one thread; closed by
    any."""

    def __init__(self, jobs: PmJobs, lines: LineStream, verb: str, request: Answer) -> None:
        self._jobs = jobs
        self._lines = lines
        self._verb = verb
        self._request = request
        self._lock = threading.Lock()
        self._closed = False

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Everything but "alive" and the last line of a refusal, which is raised instead."""
        jobs = self._jobs
        shipped = False
        while True:
            last: Mapping[str, Any] | None = None
            done: Completed | None = None
            for line in self._lines:
                said = jobs._parsed(line)  # noqa: SLF001 (same file)
                done = end_of(said)
                if done is not None:
                    self._give_back()
                    break
                # Facts may be megabytes, and the next line may be long in coming.
                last = said if said["kind"] == "problems" else {"kind": said["kind"]}
                del line
                if said["kind"] not in ("alive", "problems"):
                    yield said
                del said
            done = done or self._lines.finish()
            if done.status != _NOT_SHIPPED or shipped:
                break
            shipped = True
            jobs._ship()  # noqa: SLF001
            self._begin_anew()
        # A talk that ended well may have said nothing at all.
        jobs._ended(done, last or ({"kind": "nothing"} if done.status == 0 else None))  # noqa: SLF001

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._lines.close()

    def _give_back(self) -> None:
        """The program has said all and can be asked something else."""
        with self._lock:
            if not self._closed:
                self._closed = True
                if not self._jobs._keep_idle(self._lines):  # noqa: SLF001
                    self._lines.close()

    def _begin_anew(self) -> None:
        lines = self._jobs._open(self._verb, self._request)  # noqa: SLF001
        with self._lock:
            self._lines.close()
            self._lines = lines
            if self._closed:
                lines.close()


class Fetched:
    """A file that a verb gives: first a line that says how long it is."""

    def __init__(self, jobs: PmJobs, stream: ByteStream) -> None:
        self._jobs = jobs
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        """Raises what `PmJobs.ask` raises; Unreachable if it is shorter than it said."""
        jobs = self._jobs
        line = self._stream.head()
        head = jobs._parsed(line) if line else None  # noqa: SLF001 (same file)
        if head is None or head["kind"] != "bytes" or type(head.get("size")) is not int:
            jobs._ended(self._stream.finish(), head)  # noqa: SLF001
            raise jobs._nonsense("a file without a size")  # noqa: SLF001
        left = int(head["size"])
        for data in self._stream:
            left -= len(data)
            if left < 0:
                raise jobs._nonsense("a file longer than its size")  # noqa: SLF001
            yield data
        jobs._ended(self._stream.finish(), head)  # noqa: SLF001
        if left:
            raise jobs._nonsense("a file shorter than its size")  # noqa: SLF001
