"""What an earlier run left: a server that still runs, its helpers, or only a file that says so."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its postmaster.pid tells."""

    pid: int
    port: int
    socket_folder: Path
    is_ready: bool


def running_postmaster(cluster: Path) -> Postmaster | None:
    """The server that runs on this cluster now; a file left by a dead one, or by a reused pid, does not count."""
    try:
        lines = [line.strip() for line in (cluster / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return None
    lines += [""] * (8 - len(lines))
    pid = int(lines[0] or 0)
    if not pid or not _serves(pid, cluster):
        return None
    return Postmaster(pid, int(lines[3] or 0), Path(lines[4]), lines[7] == "ready")


def parent_of(pid: int) -> int | None:
    """The pid of a process's parent, or None where the system does not tell."""
    try:
        # The second field is the command's name in brackets and may hold anything.
        return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def send(pid: int, message: signal.Signals) -> None:
    """Signal a process that may have ended meanwhile."""
    with suppress(ProcessLookupError):
        os.kill(pid, message)


def clear(cluster: Path, patience_seconds: float = 5.0) -> None:
    """End what still serves a cluster whose postmaster is dead, and forget its pid file.

    PostgreSQL itself would refuse to start while a helper process is left, or when the pid of the file is in use
    again by another program of the same account.
    """
    if sys.platform != "linux":
        return
    for message in (signal.SIGQUIT, signal.SIGKILL):
        end = time.monotonic() + patience_seconds
        left = list(_servants(cluster))
        for pid in left:
            send(pid, message)
        while left and time.monotonic() < end:
            time.sleep(0.02)
            left = list(_servants(cluster))
        if not left:
            (cluster / "postmaster.pid").unlink(missing_ok=True)
            return


def _servants(cluster: Path) -> Iterator[int]:
    for entry in PROC.iterdir():
        if entry.name.isdigit() and _serves(int(entry.name), cluster):
            yield int(entry.name)


def _serves(pid: int, cluster: Path) -> bool:
    if sys.platform != "linux":
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return True
    process = PROC / str(pid)
    try:
        # Every process of a server works in its cluster's folder.
        return (process / "comm").read_text() == "postgres\n" and (process / "cwd").samefile(cluster)
    except OSError:
        return False
