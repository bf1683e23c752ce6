"""What was last seen of a system, kept in the user's cache folder; no secret is ever in it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.frozen_json import BadForm, Form, shape
from app.model.machine import System
from app.one_at_a_time import one_at_a_time
from app.remote.records import Manifest
from app.rules.system_view import SideView, Views, remembered

log = logging.getLogger(__name__)

VERSION = 1
LARGEST = 256 * 1024 * 1024  # bytes


def forget(folder: Path, name: str) -> None:
    """Removes what is kept of the system of that name."""
    try:
        _path(folder, name).unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s: %s", name, error)


class KnownFile:
    """One system's file: a line that says what it is, a line for each manifest, a line for each
    PM, and the hash of all that. Only the user can read it. It is a cache: what cannot be read, or
    is of another version, is left out, and logged."""

    def __init__(self, folder: Path, system: System) -> None:
        self.path = _path(folder, system.name)
        self._system = system

    def load(self) -> Views | None:
        """As of when they were seen; None if nothing is kept, or nothing that can be used."""
        try:
            if self.path.stat().st_size > LARGEST:
                raise BadForm("too large")
            with one_at_a_time:
                return self._read(self.path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            log.warning("%s: what was last known is left out: %s", self.path, error)
            return None

    def save(self, views: Views) -> None:
        """Replaces the file as a whole. Where that is not possible it stays as it was."""
        now = datetime.now(UTC)
        form = Form(tuple[SideView, SideView], Manifest)
        with one_at_a_time:
            ends = [form.write(remembered(view, now)) for view in views]
            lines: list[Any] = [self._head(len(form.shelf))]
            lines += [form.write_record(manifest) for manifest in form.shelf]
            try:
                self._replace([*lines, *ends])
            except OSError as error:
                log.warning("%s: what is known now is not kept: %s", self.path, error)

    def _head(self, manifests: int) -> dict[str, Any]:
        return {
            "kind": "twinpoint last known",
            "version": VERSION,
            "shape": shape(SideView),
            # Other addresses, or another folder there, are other PMs' facts.
            "system": self._system.name,
            "machines": [asdict(address) for address in self._system.machines],
            "root": self._system.container_root,
            "manifests": manifests,
        }

    def _read(self, data: bytes) -> Views:
        body, _, told = data.rstrip(b"\n").rpartition(b"\n")
        if told.decode("ascii", "replace") != _digest(body):
            raise BadForm("damaged")
        lines = body.split(b"\n")
        head = json.loads(lines[0])
        count = head.get("manifests") if isinstance(head, dict) else None
        if type(count) is not int or head != self._head(count):
            raise BadForm("of another version of Twinpoint, or of another system")
        form = Form(tuple[SideView, SideView], Manifest)
        manifests, ends = lines[1 : count + 1], lines[count + 1 :]
        form.shelf += [form.read_shared(json.loads(line)) for line in manifests]
        first, second = form.read([json.loads(line) for line in ends])
        return first, second

    def _replace(self, lines: list[Any]) -> None:
        # All of it is ASCII: not every name of a file is UTF-8.
        body = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes it 0600.
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".known-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{body}\n{_digest(body.encode())}\n")
            os.replace(temporary, self.path)
        except BaseException:
            os.unlink(temporary)
            raise


def _path(folder: Path, name: str) -> Path:
    # A system may be called anything; a file may not.
    called = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return folder / f"{called}.jsonl"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
