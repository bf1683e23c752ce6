"""What the replication key may do on this PM: nothing but replicate.

The forced command of the key starts this. Two things are let in: a session of JSON lines, and
rsync's own server, writing, into one incoming folder that a session has prepared. A snapshot that
is whole here cannot be changed this way; it can be deleted, for what is deleted on one PM has to
go from the other.
"""

from __future__ import annotations

import os
import re
import shlex
import sys

from app.remote import records
from app.remote.problems import Refused
from app.remote.store import Store

# rsync's short options on the server's side: verbosity, whole file, and the protocol's own
# capabilities behind "e."; none that makes links, devices or folders.
CLUSTER = re.compile(r"-[vW]*e\d*\.[A-Za-z]*")
LONG_OPTIONS = re.compile(
    r"--(inplace|partial|append|append-verify|no-W|timeout=\d+|log-format=[%a-zA-Z]*|bwlimit=\d+)"
)
DESTINATION = re.compile(rf"({records.ID.pattern})/({records.ID.pattern})/")


def serve(store: Store, command: str) -> int:
    """Does what the peer's SSH command asks; anything unknown is refused. Exit status."""
    if command == "session":
        from app.remote.session import Session  # rsync's server does not wait for its import

        Session(store).run()
        return 0
    try:
        argv = rsync_server(store, shlex.split(command))
    except (ValueError, Refused) as error:
        sys.stderr.write(f"twinpoint: refused: {error}\n")
        return 3
    return os.execvp(argv[0], argv)


def rsync_server(store: Store, words: list[str]) -> list[str]:
    """The rsync server call to run for a peer's request, made anew from its allowed parts.
    Raises ValueError for anything else."""
    if words[:2] != ["rsync", "--server"] or len(words) < 5:
        raise ValueError("this key can only replicate")
    options, dot, destination = words[2:-2], words[-2], words[-1]
    found = DESTINATION.fullmatch(destination)
    if dot != "." or found is None:
        raise ValueError("not an incoming folder")
    if not CLUSTER.fullmatch(options[0]) or not all(map(LONG_OPTIONS.fullmatch, options[1:])):
        raise ValueError("rsync options that replication does not use")
    folder = store.incoming(found.group(1), found.group(2))
    if not folder.is_dir() or folder.is_symlink():
        raise ValueError("nothing was prepared there")
    return ["rsync", "--server", *options, ".", f"{folder}/"]
