"""What the tree promises to whoever reads it: rooms, doors, first lines, sizes, words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.remote.verbs import VERBS

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST = 320  # lines of one file of the program
# Written in parts, so that this file does not hold them itself.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/wo" + r"rk/",
            r"/opt/p" + "ypi",
            r"\.py" + r"env\b",
            r"\bpy" + r"pi\.org\b",
            r"pythonhos" + "ted",
            r"--(extra-)?index" + r"-url[ =](?!$)",
        ]
    )
)
VAGUE = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "-c", f"safe.directory={REPOSITORY}", "ls-files", "-z"],
        cwd=REPOSITORY, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("not a git checkout")
    names = done.stdout.decode().split("\0")
    return [name for name in names if name and (REPOSITORY / name).is_file()]


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((REPOSITORY / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    import_linter = pytest.importorskip("importlinter.cli")
    assert import_linter.lint_imports(no_logo=True, cache_dir=None) == 0


@pytest.mark.parametrize("path", sources("app", "ui", "tests"), ids=name_of)
def test_a_file_begins_with_a_sentence_that_says_what_is_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return  # an empty package file has nothing in it
    first = text.splitlines()[0]
    assert first.startswith('"""'), "the first line is not a docstring"
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert re.match(r"\S.*?[.:;?…]", docstring.split("\n\n")[0], re.DOTALL), "not a sentence"


def test_files_are_short_enough_to_be_read_at_once() -> None:
    sizes = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources("app", "ui")
    }
    too_long = {name: size for name, size in sizes.items() if size > LONGEST}
    assert not too_long


@pytest.mark.parametrize("path", sources("app/remote"), ids=name_of)
def test_the_program_on_the_pm_needs_the_standard_library_only(path: Path) -> None:
    modules = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            modules.append(node.module or "")
    foreign = [
        module
        for module in modules
        if module.split(".")[0] not in sys.stdlib_module_names
        and not (module == "app.remote" or module.startswith("app.remote."))
    ]
    assert not foreign


def test_nothing_names_this_machine_or_a_registry() -> None:
    found = []
    for name in tracked():
        data = (REPOSITORY / name).read_bytes()
        if b"\0" in data[:8192]:
            continue  # a picture
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found


def test_no_room_for_what_has_no_name() -> None:
    vague = [name for name in tracked() if {*Path(name).with_suffix("").parts} & VAGUE]
    assert not vague


def test_what_is_pinned_is_pinned_by_hash_and_comes_from_nowhere_in_particular() -> None:
    text = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.findall(
        r"^([a-z0-9][a-z0-9.-]*)==\S+.*\\\n((?:    --hash=sha256:.*\n)+)", text, re.M
    )
    names = re.findall(r"^([a-zA-Z0-9][\w.-]*)", text, re.M)
    assert [name for name, _ in blocks] == names


def test_the_contract_of_the_program_on_the_pm_names_its_verbs() -> None:
    text = (REPOSITORY / "docs/pm-program.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", text, re.M)) == set(VERBS)


def test_files_that_documents_name_are_there() -> None:
    documents = [name for name in tracked() if name.endswith(".md")]
    missing = []
    for name in documents:
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        named = re.findall(r"`((?:app|ui|tests|resources|installer|docs)/[\w./-]+)`", text)
        linked = re.findall(r"\]\((?!\w+:)([\w./-]+)\)", text)
        places = [REPOSITORY / path for path in named]
        places += [(REPOSITORY / name).parent / path for path in linked]
        missing += [f"{name}: {place}" for place in places if not place.exists()]
    assert not missing


def test_tests_that_the_reliability_page_names_are_there() -> None:
    """In the file that it names; "…" is the one named last."""
    text = (REPOSITORY / "docs/reliability.md").read_text(encoding="utf-8")
    tests: dict[str, str] = {}
    for path in sources("tests"):
        tests[path.name] = tests.get(path.name, "") + path.read_text(encoding="utf-8")
    missing = []
    file = ""
    for named, name in re.findall(r"`(?:[\w/]*/)?(…|test_\w+\.py)(?:::(test_\w+))?", text):
        file = file if named == "…" else named
        if name and not re.search(rf"def {name}", tests.get(file, "")):
            missing.append(f"{file}::{name}")
    assert not missing
