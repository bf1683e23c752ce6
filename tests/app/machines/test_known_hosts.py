"""known_hosts as OpenSSH reads it; ssh-keygen is the judge of hashes and fingerprints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.machines.known_hosts import HostKey, known_keys

A = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGBycp4qQmFQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9oU"
B = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDRClsUrXJQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9oVV"


def keys(
    tmp_path: Path, text: str, host: str, port: int = 22, alias: str | None = None
) -> list[str]:
    file = tmp_path / "known_hosts"
    file.write_text(text, encoding="utf-8")
    return [str(key) for key in known_keys([file], host, port, alias).trusted]


def test_names_and_addresses(tmp_path: Path) -> None:
    text = f"# comment\n\npm1,10.0.0.1 {A} somebody\npm2 {B}\nshort\n"
    assert keys(tmp_path, text, "10.0.0.1") == [A]
    assert keys(tmp_path, text, "PM2") == [B]
    assert keys(tmp_path, text, "pm3") == []


def test_a_port_stands_in_brackets_and_falls_back(tmp_path: Path) -> None:
    assert keys(tmp_path, f"[pm1]:2222 {A}\npm1 {B}\n", "pm1", 2222) == [A]
    assert keys(tmp_path, f"pm1 {B}\n", "pm1", 2222) == [B]
    assert keys(tmp_path, f"[pm1]:2222 {A}\n", "pm1") == []


def test_an_alias_stands_for_host_and_port(tmp_path: Path) -> None:
    assert keys(tmp_path, f"ours {A}\n", "10.0.0.1", 2222, "ours") == [A]


def test_wildcards_and_negation(tmp_path: Path) -> None:
    text = f"*.example.org,!bad.example.org {A}\n"
    assert keys(tmp_path, text, "pm1.example.org") == [A]
    assert keys(tmp_path, text, "bad.example.org") == []


def test_markers(tmp_path: Path) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(f"@cert-authority * {A}\n@revoked pm1 {B}\n", encoding="utf-8")
    found = known_keys([file], "pm1", 22)
    assert found.trusted == ()
    assert [str(key) for key in found.revoked] == [B]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_hashed_names_as_ssh_keygen_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(f"pm1 {A}\n[pm2]:2222 {B}\n", encoding="utf-8")
    subprocess.run(["ssh-keygen", "-H", "-f", str(file)], check=True, capture_output=True)
    text = file.read_text(encoding="utf-8")
    assert text.count("|1|") == 2
    assert keys(tmp_path, text, "pm1") == [A]
    assert keys(tmp_path, text, "pm2", 2222) == [B]
    assert keys(tmp_path, text, "pm2") == []


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_fingerprints_are_those_that_ssh_prints(tmp_path: Path) -> None:
    public = tmp_path / "key.pub"
    public.write_text(A + "\n", encoding="utf-8")
    said = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(public)], check=True, capture_output=True, text=True
    ).stdout
    (key,) = known_keys([_file(tmp_path, f"pm1 {A}\n")], "pm1", 22).trusted
    assert key.fingerprint in said.split()


def test_unreadable_files_are_empty(tmp_path: Path) -> None:
    assert known_keys([tmp_path / "none", tmp_path], "pm1", 22).trusted == ()


def test_bad_lines_are_passed_over(tmp_path: Path) -> None:
    assert keys(tmp_path, f"pm1 ssh-ed25519 ???\n|1|x|y {A}\n|1|x {A}\npm1 {A}", "pm1") == [A]


def test_the_text_of_a_key_is_that_of_its_line() -> None:
    assert str(HostKey("ssh-x", b"abc")) == "ssh-x YWJj"


def _file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "hosts"
    file.write_text(text, encoding="utf-8")
    return file


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_file_and_any_host_give_keys(tmp_path: Path, data: bytes, host: str) -> None:
    file = tmp_path / "any"
    file.write_bytes(data + b"\n|1|" + data[:20] + b"|x ssh-ed25519 AAAA\n" + data)
    found = known_keys([file], host, 2222)
    assert all(key.fingerprint for key in found.trusted)
