"""Server processes under test: started, stopped, and what they cost in processor time and memory."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load import HOST

TICKS = os.sysconf("SC_CLK_TCK")


class NotStarted(Exception):
    """A server under test ended or did not answer in time."""


@dataclass(frozen=True)
class ServerProcess:
    """A web server with its workers, listening on a port of its own."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def stop(self) -> None:
        """Ask it to end, and make sure of it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def start_server(
    command: Sequence[str], *, port: int, folder: Path, environment: Mapping[str, str], log: Path
) -> ServerProcess:
    """Start a web server and wait until it accepts connections."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = ServerProcess(process, port, log)
    deadline = time.monotonic() + 60
    while not _accepts(port):
        if process.poll() is not None or time.monotonic() > deadline:
            server.stop()
            raise NotStarted(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
    time.sleep(2)  # the workers behind the open port need a moment to load the application
    return server


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def descendants(pid: int) -> list[int]:
    """The processes below this one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, open_ends = [], [pid]
    while open_ends:
        below = children.get(open_ends.pop(), [])
        found += below
        open_ends += below
    return found


def processor_seconds(pid: int) -> float:
    """Processor time spent so far by a process, those below it, and those below it that have ended."""
    total = 0
    for member in [pid, *descendants(pid)]:
        if fields := _stat(member):
            total += sum(int(ticks) for ticks in fields[11:15])
    return total / TICKS


def proportional_megabytes(pid: int) -> float:
    """A process's memory, with what it shares divided among the sharers (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def largest_worker_megabytes(pid: int) -> float:
    """The proportional memory of the largest process below a web server's first one."""
    return max((proportional_megabytes(worker) for worker in descendants(pid)), default=0.0)


def _stat(pid: int) -> list[str] | None:
    """What /proc tells of a process, from its state on: its name may contain anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
