"""Shipping the program and asking its verbs, against a real sshd and programs that lie."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Failed, Refused, Unreachable
from app.machines import doorstep, pm_job, virsh_hypervisor
from app.machines import ssh as ssh_module
from app.machines.doorstep import Doorstep
from app.machines.pm_job import PmJobs
from app.machines.pm_lines import problems_from
from app.machines.ssh import SshLink
from app.machines.zipapp import Program, build
from app.model.machine import Side
from app.model.problems import NoRootRights, NoSuchVm, ShellNotClean, ToolMissing, Unexplained
from tests.app.machines.sshd import HAVE_SSHD, Sshd, running
from tests.app.made import JOB, VM

pytestmark = pytest.mark.skipif(
    not HAVE_SSHD or os.geteuid() != 0, reason="needs sshd, started as root"
)

LIAR = """\
import json, sys, time
if sys.argv[-1] == "talk":
    sys.stdin.readline()
line = sys.stdin.readline()
request = json.loads(line)
for said in request.get("say", []):
    sys.stdout.write(said + "\\n"); sys.stdout.flush()
sys.stderr.write(request.get("err", ""))
if request.get("hang"):
    time.sleep(60)
if request.get("until_closed"):
    sys.stdin.read()
sys.exit(request.get("status", 0))
"""


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def link(sshd: Sshd) -> Iterator[SshLink]:
    made = SshLink(sshd.address, sshd.system())
    yield made
    made.close()


@pytest.fixture
def liar(link: SshLink, tmp_path_factory: pytest.TempPathFactory) -> PmJobs:
    sources = tmp_path_factory.mktemp("liar")
    (sources / "__init__.py").write_text("", encoding="utf-8")
    main = "def main():\n" + "".join(f"    {line}\n" for line in LIAR.splitlines())
    (sources / "__main__.py").write_text(main, encoding="utf-8")
    return PmJobs(link, str(tmp_path_factory.mktemp("root") / "twinpoint"), build(sources))


def test_a_shell_that_prints_is_named(tmp_path: Path) -> None:
    noise = 'ForceCommand=echo Welcome; exec sh -c "$SSH_ORIGINAL_COMMAND"'
    with running(tmp_path, noise) as server:
        link = SshLink(server.address, server.system())
        jobs = PmJobs(link, str(tmp_path / "root"))
        door = Doorstep(server.system())
        for ask in (lambda: jobs.ask("repair", {}), lambda: door.log_in(Side.FIRST)):
            with pytest.raises(Refused) as caught:
                ask()
            (problem,) = caught.value.problems
            assert isinstance(problem, ShellNotClean)
            assert problem.detail == "Welcome"
        link.close()


@pytest.mark.parametrize(
    "script",
    [
        pm_job._RUN,
        pm_job._SHIP,
        doorstep._LET_IN,
        virsh_hypervisor._ALL,
        virsh_hypervisor._ONE,
    ],
)
def test_a_script_is_one_line_for_any_login_shell(script: str) -> None:
    assert "\n" not in script
    assert "\\" not in script.replace("\\n'", "")  # csh and fish each have rules of their own
    subprocess.run(["sh", "-n", "-c", script], check=True, timeout=10)


def test_it_is_shipped_once_and_then_asked_again_and_again(link: SshLink, tmp_path: Path) -> None:
    root = tmp_path / "root with ' blanks"
    jobs = PmJobs(link, str(root))
    for _ in range(3):
        assert jobs.ask("repair", {})["kind"] == "repaired"
        assert link.requests == 3  # run, ship, run
    assert stat.S_IMODE(root.stat().st_mode) == 0o711
    assert stat.S_IMODE((root / "bin").stat().st_mode) == 0o755
    program = build()
    assert (root / "bin" / program.name).read_bytes() == program.data
    assert os.readlink(root / "bin" / "twinpoint.pyz") == program.name
    assert sorted(entry.name for entry in (root / "bin").iterdir()) == sorted(
        [program.name, f"{program.name}.d", "twinpoint.pyz"]
    )


def test_a_program_that_refused_is_asked_again(link: SshLink, tmp_path: Path) -> None:
    jobs = PmJobs(link, str(tmp_path))
    jobs.ask("repair", {})
    begun = link.requests
    for _ in range(2):
        with pytest.raises(Refused):
            jobs.ask("start", {"vm": VM, "name": "x"})
        with pytest.raises(Failed):
            jobs.ask("forecast", {})
        with pytest.raises(Failed):
            jobs.ask("no-such-verb", {})
        assert jobs.ask("repair", {})["kind"] == "repaired"
    assert link.requests == begun


def test_one_that_went_away_is_replaced(
    link: SshLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = PmJobs(link, str(tmp_path))
    jobs.ask("repair", {})
    assert jobs._idle is not None
    jobs._idle[0].close()
    assert jobs.ask("repair", {})["kind"] == "repaired"
    begun = link.requests
    monkeypatch.setattr(pm_job, "IDLE", 0.0)  # of no use for the next question
    jobs.ask("repair", {})
    jobs.ask("repair", {})
    assert link.requests == begun + 2


def test_one_whose_link_was_lost_unnoticed_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a PM lost its power: this end hears of it when it speaks, at the earliest."""
    monkeypatch.setattr(pm_job, "SURE", 0.0)
    monkeypatch.setattr(pm_job, "PROBE_TIMEOUT", 0.3)
    monkeypatch.setattr(ssh_module, "PROBE_TIMEOUT", 0.3)
    with running(tmp_path) as server:
        link = SshLink(server.address, server.system())
        jobs = PmJobs(link, str(tmp_path / "root"))
        jobs.ask("repair", {})
        frozen = server.freeze_sessions()
        try:
            assert frozen
            assert jobs.ask("repair", {})["kind"] == "repaired"
            begun = link.requests
            assert jobs.ask("repair", {})["kind"] == "repaired"
            assert link.requests == begun
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        link.close()


def test_following_takes_the_program_that_waits_and_gives_it_back(
    link: SshLink, tmp_path: Path
) -> None:
    jobs = PmJobs(link, str(tmp_path))
    jobs.ask("repair", {})
    begun = link.requests
    for _ in range(2):
        with jobs.stream("follow", {"job": JOB}) as talk:
            (line,) = talk
        assert (line["event"], line["code"]) == ("ended", "job-lost")
        assert jobs.ask("repair", {})["kind"] == "repaired"
    assert link.requests == begun
    with jobs.stream("watch", {}) as talk:  # ends when its input does
        next(iter(talk))
    assert link.requests == begun + 1


def test_a_follower_that_leaves_ends_the_program(link: SshLink, tmp_path: Path) -> None:
    jobs = PmJobs(link, str(tmp_path))
    jobs.ask("repair", {})
    with jobs.stream("follow", {"job": JOB}):
        assert jobs._idle is None
    assert jobs._idle is None
    assert jobs.ask("repair", {})["kind"] == "repaired"


def test_questions_at_the_same_time_get_a_program_each(link: SshLink, tmp_path: Path) -> None:
    jobs = PmJobs(link, str(tmp_path))
    jobs.ask("repair", {})
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: jobs.ask("repair", {})["kind"], range(4)))
    assert said == ["repaired"] * 4
    assert link.requests <= 6


def test_a_newer_program_takes_the_link_over(link: SshLink, tmp_path: Path) -> None:
    old = Program("twinpoint-0000000000000000.pyz", build().sha256, build().data)
    PmJobs(link, str(tmp_path), old).ask("repair", {})
    PmJobs(link, str(tmp_path)).ask("repair", {})
    assert os.readlink(tmp_path / "bin" / "twinpoint.pyz") == build().name


def test_what_arrives_damaged_is_not_kept(link: SshLink, tmp_path: Path) -> None:
    damaged = Program("twinpoint-x.pyz", "0" * 64, b"not what the hash says")
    with pytest.raises(Unreachable, match="damaged"):
        PmJobs(link, str(tmp_path), damaged).ask("facts", {})
    assert list((tmp_path / "bin").iterdir()) == []


def test_a_stream_ships_it_too(link: SshLink, tmp_path: Path) -> None:
    with PmJobs(link, str(tmp_path)).stream("watch", {}) as talk:
        line = next(iter(talk))
    assert line["kind"] == "facts"
    assert link.requests == 3


def test_refusals_and_failures_carry_their_problems(liar: PmJobs) -> None:
    said = json.dumps(
        {"kind": "problems", "problems": [{"code": "no-such-vm", "fields": {"vm": "x"}}]}
    )
    for status, kind in ((3, Refused), (4, Failed)):
        with pytest.raises(kind) as caught:
            liar.ask("start", {"say": [said], "status": status})
        assert caught.value.problems == (NoSuchVm("x"),)
    with liar.stream("follow", {"say": ['{"kind": "event"}', said], "status": 3}) as talk:
        lines = iter(talk)
        assert next(lines) == {"kind": "event"}
        with pytest.raises(Refused):
            next(lines)


@pytest.mark.parametrize(
    "request_",
    [
        {"say": ["garbage"]},
        {"say": ["[1]"]},
        {"say": ['{"kind": 1}']},
        {"say": ["[" * 100_000]},
        {"say": ['{"kind": "x"}'], "status": 1, "err": "Traceback: it broke"},
        {"say": []},
        {"say": ['{"kind": "problems"}']},
        {"say": [], "status": 3},
    ],
)
def test_what_is_not_understood_is_unexplained(liar: PmJobs, request_: dict[str, object]) -> None:
    with pytest.raises(Unreachable) as caught:
        liar.ask("facts", request_)
    assert isinstance(caught.value.problems[0], Unexplained)


def test_silence_is_noticed(liar: PmJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    liar.ask("facts", {"say": ['{"kind": "x"}']})
    monkeypatch.setattr(pm_job, "SILENCE", 0.5)
    with liar.stream("watch", {"hang": True}) as talk, pytest.raises(Unreachable):
        list(talk)


def test_alive_lines_are_for_us_alone(liar: PmJobs) -> None:
    with liar.stream("watch", {"say": ['{"kind": "alive"}', '{"kind": "x"}']}) as talk:
        assert list(talk) == [{"kind": "x"}]


def test_closing_a_talk_ends_the_verb(liar: PmJobs, link: SshLink) -> None:
    with liar.stream("watch", {"say": ['{"kind": "x"}'], "until_closed": True}) as talk:
        assert next(iter(talk)) == {"kind": "x"}
    # Its standard input ended, so the program did: nothing with this root is left.
    done = link.run(
        ["sh", "-c", 'for _ in $(seq 100); do pgrep -f "$0" >/dev/null || exit 0; sleep 0.05;'
         " done; exit 1", f"[b]in/{liar._program.name} --root {liar._root} watch"]
    )  # fmt: skip
    assert done.status == 0


def test_no_root_and_no_python(
    link: SshLink, liar: PmJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = pm_job._RUN
    monkeypatch.setattr(
        pm_job, "_RUN", run.replace('"$(id -u)" = 0', "1 = 0").replace("sudo", "false")
    )
    with pytest.raises(Refused) as caught:
        liar.ask("facts", {})
    assert isinstance(caught.value.problems[0], NoRootRights)
    monkeypatch.setattr(pm_job, "_RUN", run.replace("command -v python3", "command -v no-such"))
    with pytest.raises(Refused) as caught:
        liar.ask("facts", {})
    assert isinstance(caught.value.problems[0], ToolMissing)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_any_problem_list_gives_problems(value: object) -> None:
    assert problems_from(value, "pm1")


@given(st.sampled_from(["vm-busy", "container-too-small", "guest-paused", "x"]), json_values)
def test_any_fields_give_a_problem(code: str, fields: object) -> None:
    assert len(problems_from([{"code": code, "fields": fields}], "pm1")) == 1
