"""Whether a file is still the one that was read."""

from __future__ import annotations

import hashlib
import os
from io import BufferedReader
from pathlib import Path

from msgspec import Struct

from ..errors import ScorecardError


class Seen(Struct, frozen=True):
    """A file as it was when it was read: its size in bytes, its time of change in ns, and a digest.

    No inode: some network drives give a file another one whenever they are asked.
    """

    size: int
    modified: int
    digest: bytes


def seen(path: Path, content: bytes) -> Seen:
    """Return what identifies the file whose whole content was just read as `content`.

    A file that changed while it was read, or since, never counts as seen: the digest is that of
    `content`, so it can agree with nothing but a file that holds just these bytes.
    """
    return Seen(len(content), path.stat().st_mtime_ns, hashlib.sha256(content).digest())


def seen_open(path: Path, file: BufferedReader) -> Seen:
    """Return what identifies an open file, read in pieces: a large one is never wholly in memory."""
    digest = hashlib.file_digest(file, "sha256").digest()
    return Seen(file.tell(), path.stat().st_mtime_ns, digest)


def refuse_changed(path: Path, known: Seen, *, look_inside: bool = True) -> None:
    """Raise `ScorecardError` unless the file is still the one that was seen.

    Without `look_inside` by size and time alone, which costs nothing but is no proof: on some
    network drives times count in steps of two seconds.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        same = (status.st_size, status.st_mtime_ns) == (known.size, known.modified)
        if same and look_inside:
            same = hashlib.file_digest(file, "sha256").digest() == known.digest
    if not same:
        raise ScorecardError(
            f"{path.name} was changed since it was read: nothing was written; save and close it, "
            "then run build again."
        )
