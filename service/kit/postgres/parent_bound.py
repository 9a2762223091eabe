"""A small program that gives up root, asks to be told of its parent's death, and becomes another program.

Run as a script: `parent_bound.py SIGNAL PARENT UID GID PROGRAM ARGUMENT…`. It starts with the caller's rights, so it
may lie where the later account can not read. The signal is asked for last, because the kernel forgets it when the
uid changes. It imports nothing of ours, to start in milliseconds.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(signal_number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)


def become(account: tuple[int, int], parent: int, signal_number: int, command: list[str]) -> None:
    """Turn into the command, bound to the life of the parent."""
    uid, gid = account
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)
    end_with_parent(signal_number)
    if sys.platform == "linux" and os.getppid() != parent:
        sys.exit("the parent ended before its child began")
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    wanted, starter, user, group = map(int, sys.argv[1:5])
    become((user, group), starter, wanted, sys.argv[5:])
