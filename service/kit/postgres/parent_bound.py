"""A small program that gives up root, asks to be told of its parent's death, and becomes another program.

Run as a script, before anything else: `parent_bound.py SIGNAL PARENT UID GID PROGRAM ARGUMENT…`. It starts with
the caller's rights, so it may lie in a folder that the later account can not read. The parent-death signal is set
last, because the kernel forgets it when the uid changes; and it keeps no import of ours, to start in milliseconds.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(signal_number: int, parent: int, uid: int, gid: int, command: list[str]) -> None:
    """Become the command, bound to the life of the parent."""
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the parent ended before its child began")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:5]), command=sys.argv[5:])
