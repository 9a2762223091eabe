"""Starting the server's programs: under their account, in a clean environment, bound to our own life."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from service.kit.postgres import parent_bound
from service.kit.postgres.account import Account

# PGPORT, PGOPTIONS and their like in the caller's environment must not reach the server.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def bound(account: Account, on_death: signal.Signals, command: Sequence[str]) -> list[str]:
    """The command as a child of this process that gets the signal when we die."""
    facts = (int(on_death), os.getpid(), account.uid, account.gid)
    return [sys.executable, "-I", "-S", parent_bound.__file__, *map(str, facts), *command]


def ask(account: Account, command: Sequence[str]) -> str:
    """What a program that only looks something up answers; raises OSError or SubprocessError."""
    return subprocess.check_output(  # noqa: S603 - the programs of the server, no shell
        command,
        cwd="/",
        env=ENVIRONMENT,
        text=True,
        timeout=10,
        user=None if account.is_ours else account.uid,
        group=None if account.is_ours else account.gid,
        extra_groups=None if account.is_ours else (),
    )


def run(account: Account, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and tell what it said."""
    return subprocess.run(  # noqa: S603 - the programs of the server, no shell
        bound(account, signal.SIGKILL, command),
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def spawn(account: Account, command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a program that lives until it is told to end or until this process dies.

    The kernel means by "parent" the thread that made the child, so a thread of its own makes it and waits for it:
    who calls from a short-lived thread would else lose the server with that thread.
    """
    born: Future[subprocess.Popen[bytes]] = Future()

    def keep() -> None:
        try:
            child = _open(bound(account, signal.SIGINT, command), log)
        except OSError as failure:
            born.set_exception(failure)
            return
        born.set_result(child)
        child.wait()

    threading.Thread(target=keep, name="postgres-keeper", daemon=True).start()
    return born.result()


def for_us_alone(path: str, flags: int) -> int:
    """Open a file that no other account may read or lock, if it is made now."""
    return os.open(path, flags, mode=0o600)


def _open(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with open(log, "ab", opener=for_us_alone) as output:
        return subprocess.Popen(  # noqa: S603 - the programs of the server, no shell
            command,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C in a terminal reaches the whole process group: the database must outlive the web server.
            start_new_session=True,
        )
