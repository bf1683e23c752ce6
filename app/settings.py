"""The systems the user has entered, as one JSON file; no secret is ever in it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.errors import SettingsError
from app.model.machine import DEFAULT_CONTAINER_ROOT, MachineAddress, System

VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """All systems, in the order they were added; their names are unique."""

    systems: tuple[System, ...] = ()

    def find(self, name: str | None) -> System:
        """The system of that name; without a name, the only one. Raises SettingsError."""
        if name is None:
            if len(self.systems) == 1:
                return self.systems[0]
            if not self.systems:
                raise SettingsError("there is no system yet: add one with 'system add'")
            names = ", ".join(system.name for system in self.systems)
            raise SettingsError(f"there are several systems ({names}): say which with --system")
        for system in self.systems:
            if system.name == name:
                return system
        raise SettingsError(f"there is no system named {name!r}")

    def with_system(self, system: System) -> Settings:
        """With this system added, or put in place of the one of its name."""
        if any(known.name == system.name for known in self.systems):
            return replace(
                self,
                systems=tuple(
                    system if known.name == system.name else known for known in self.systems
                ),
            )
        return replace(self, systems=(*self.systems, system))

    def without(self, name: str) -> Settings:
        """Raises SettingsError if there is none of that name."""
        gone = self.find(name)
        return replace(self, systems=tuple(each for each in self.systems if each is not gone))


def keep(path: Path, system: System, *, new: bool) -> None:
    """Adds a system, or with `new` False puts it in place of the one of its name. Read afresh:
    another console may have changed the file. Raises SettingsError."""
    found = load(path)
    if new and any(known.name == system.name for known in found.systems):
        raise SettingsError(f"there is a system named {system.name!r} already")
    save(path, found.with_system(system))


def forget(path: Path, name: str) -> None:
    """Raises SettingsError if there is none of that name."""
    save(path, load(path).without(name))


def load(path: Path) -> Settings:
    """The settings; empty ones if there is no file. Raises SettingsError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    try:
        return _settings(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {error}") from error


def save(path: Path, settings: Settings) -> None:
    """Replaces the file as a whole, readable for its owner only. Raises SettingsError."""
    value = {"version": VERSION, "systems": [asdict(system) for system in settings.systems]}
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes it 0600.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".systems-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise SettingsError(f"{path}: {error}") from error


def _settings(value: object) -> Settings:
    if not isinstance(value, dict) or not isinstance(value.get("systems"), list):
        raise ValueError("not a settings file")
    version = value.get("version")
    if type(version) is not int or version > VERSION:
        raise ValueError(f"version {version!r}; this program knows {VERSION}")
    systems = tuple(_system(each) for each in value["systems"])
    if len({system.name for system in systems}) != len(systems):
        raise ValueError("a name stands twice")
    return Settings(systems)


def _system(value: object) -> System:
    values = _object(value, {field.name for field in fields(System)})
    machines = values.get("machines")
    if not isinstance(machines, list) or len(machines) != 2:
        raise ValueError("a system has two machines")
    hosts = values.get("replication_hosts", [None, None])
    if not isinstance(hosts, list) or len(hosts) != 2:
        raise ValueError("replication_hosts: two of them")
    return System(
        name=_text(values, "name"),
        machines=(_address(machines[0]), _address(machines[1])),
        identity=_maybe_text(values, "identity"),
        known_hosts=_maybe_text(values, "known_hosts"),
        ssh_config=_maybe_text(values, "ssh_config"),
        container_root=_maybe_text(values, "container_root") or DEFAULT_CONTAINER_ROOT,
        copy_limit=_maybe_number(values, "copy_limit"),
        replicate_limit=_maybe_number(values, "replicate_limit"),
        replication_hosts=(
            _maybe_text({"host": hosts[0]}, "host"),
            _maybe_text({"host": hosts[1]}, "host"),
        ),
    )


def _address(value: object) -> MachineAddress:
    values = _object(value, {field.name for field in fields(MachineAddress)})
    port = _maybe_number(values, "port")
    if port is not None and not 0 < port < 65536:
        raise ValueError("port: out of range")
    return MachineAddress(_text(values, "host"), _maybe_text(values, "user"), port)


def _object(value: object, names: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    unknown = set(value) - names
    if unknown:
        # Dropping what is not understood would lose it at the next save.
        raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
    return value


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name}: not a text")
    return value


def _maybe_text(values: Mapping[str, Any], name: str) -> str | None:
    return None if values.get(name) is None else _text(values, name)


def _maybe_number(values: Mapping[str, Any], name: str) -> int | None:
    value = values.get(name)
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise ValueError(f"{name}: not a number")
    return value
