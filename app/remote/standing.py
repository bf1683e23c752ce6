"""Whether what a job makes came into place for good, so that one that dies before it can say so is
known to have ended well.

jobs/<job>/will-stand  what it is to tell, and by what it is known that it came into place
jobs/<job>/stands      what it is to tell, known to be in place
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.remote.store import read_json, write_durably

log = logging.getLogger(__name__)


class Standing:
    """What one job says of it. `outside` is the job's note of what it makes elsewhere."""

    def __init__(self, folder: Path, outside: Path) -> None:
        self._outside = outside
        self._will = folder / "will-stand"
        self._stands = folder / "stands"

    def will(self, result: dict[str, Any], made: Path | None = None, place: Path = Path()) -> None:
        """To be called before `made` is moved to `place`, or (without them) before the note of what
        is outside says that it stands: this is what makes it last."""
        proof = {} if made is None else {"place": str(place), "inode": os.lstat(made).st_ino}
        with room_or_silence():
            write_durably(self._will, json.dumps({"result": result, **proof}))

    def came(self) -> None:
        """What was promised by `will` is in place."""
        # There was no room for it, or is none now: then a sweep settles it.
        with room_or_silence(), contextlib.suppress(FileNotFoundError):
            os.rename(self._will, self._stands)

    def tell(self, result: dict[str, Any]) -> None:
        """Something is in place, and this is what to tell of it."""
        with room_or_silence():
            write_durably(self._stands, json.dumps({"result": result}))

    def settle(self) -> None:
        """For a dead job, before anything goes by which it is known: whether it came into place.
        Needs no room; several may do it at once, as the first one's answer stays."""
        note = read_json(self._will)
        if not note:  # none, or one that cannot be read and says nothing
            self._will.unlink(missing_ok=True)
            return
        if "place" in note:
            try:
                came = os.lstat(note["place"]).st_ino == note["inode"]
            except OSError:
                came = False
        else:
            came = read_json(self._outside).get("stands") is True
        if came:
            self.came()
        else:
            self._will.unlink(missing_ok=True)

    def open(self) -> bool:
        """Whether nobody has settled it yet. To be asked before `result`."""
        return self._will.exists()

    def result(self) -> dict[str, Any] | None:
        """What is to be told of what is in place; None: nothing is."""
        result = read_json(self._stands).get("result")
        return result if isinstance(result, dict) else None


@contextmanager
def room_or_silence() -> Iterator[None]:
    """What a run tells consoles is worth no run: without room it is not told. (A floor of free
    bytes ends it where it matters.)"""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        log.warning("not told: %s", error)
