"""The steps of writing a file that differ between Windows and the others.

The Windows branches were written from its documentation and tried with stand-ins only, not on Windows.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

# What a file system says that has no locks: some network drives and FUSE mounts.
NO_LOCKS = {errno.ENOLCK, errno.EBADF, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
# What one says that can't bring a folder to disk; Windows can't open one.
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM}
BINARY = getattr(os, "O_BINARY", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
JUNCTION = 0xA0000003  # Windows' IO_REPARSE_TAG_MOUNT_POINT; folders of OneDrive carry other tags


def try_lock(handle: int) -> bool | None:
    """Lock an open file; False when another process has it, None where nothing can be locked.

    The system lets go of the lock when the file is closed or its process dies, however it dies.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        # Windows says EACCES or EDEADLK of a file that another has locked.
        if isinstance(problem, (BlockingIOError, PermissionError)) or problem.errno == errno.EDEADLK:
            return False
        if problem.errno in NO_LOCKS:
            return None
        raise
    return True


def close_and_remove(handle: int, path: Path) -> None:
    """Let go of a lock file and remove it; where others wait for it they find that it is gone.

    Never fails: the build that held it has done its work, or has its own failure to tell of.
    """
    with suppress(OSError):
        if sys.platform == "win32":
            # An open file can't be removed there. Between the two another may open it: then it stays.
            os.close(handle)
            path.unlink()
        else:
            try:
                path.unlink()
            finally:
                os.close(handle)


def is_link(folder: Path) -> bool:
    """Whether the name leads to another place: a symbolic link, or a junction on Windows."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == JUNCTION


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to disk, so that a renamed file is there after a power cut."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as problem:
        if problem.errno not in NO_FOLDER_SYNC:
            raise


def take_rights(old: Path, new: Path) -> None:
    """Give a new file the owner, group, access list and mode of the old one, as far as we may.

    Where the group can't be kept, the group that it gets may do no more than everybody.
    On Windows a file takes its rights from its folder; nothing is copied.
    """
    if sys.platform == "win32":
        return
    was, now = old.stat(), new.stat()
    mode = stat.S_IMODE(was.st_mode)
    if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        try:
            os.chown(new, was.st_uid, was.st_gid)
        except OSError:
            try:
                os.chown(new, -1, was.st_gid)
            except OSError:
                mode = mode & ~0o070 | mode & (mode & 0o007) << 3
    _take_attributes(old, new)
    new.chmod(mode)


def _take_attributes(old: Path, new: Path) -> None:
    """Copy the extended attributes, of which the access list is one; macOS has no calls for them."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for name in os.listxattr(old):
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))
