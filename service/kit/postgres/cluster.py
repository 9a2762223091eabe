"""Making a cluster, and the settings it runs with."""

import shutil
from pathlib import Path

from service.kit.postgres import launch
from service.kit.postgres.account import Account
from service.kit.postgres.errors import FolderRefused, NotRunning
from service.kit.postgres.paths import Folders
from service.kit.postgres.programs import Programs

ROLE = "linli"
PORT = 5432

# Sorted by bytes, so no index depends on the machine's C library; characters are Unicode's, so Chinese words have
# trigrams. Both kinds of programs know these two.
LOCALE = ("--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--text-search-config=simple")

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # Refused statements carry people's data; the log tells only of the server itself.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}

THROWAWAY_SETTINGS = {
    # Tests roll back: what it would note of their tables is that they are empty, and plans would be made for that.
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def make_cluster(programs: Programs, account: Account, folders: Folders, *, throwaway: bool) -> None:
    """Make the cluster if it is missing; one that was begun and not finished is begun anew."""
    if folders.cluster.exists():
        return
    if not account.can_enter(folders.home):
        raise FolderRefused(folder=folders.home)
    unfinished = folders.home / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.take(unfinished)
    care = ("--no-sync",) if throwaway else ("--data-checksums",)
    trust = ("--auth=trust", f"--username={ROLE}", "--no-instructions")
    answer = launch.run(account, (programs.path("initdb"), f"--pgdata={unfinished}", *LOCALE, *trust, *care))
    if answer.returncode:
        raise NotRunning(answer.stdout, log=folders.log)
    unfinished.rename(folders.cluster)


def server_command(programs: Programs, folders: Folders, sockets: Path, *, throwaway: bool) -> list[str]:
    """The command line of the server."""
    settings = (
        SETTINGS | (THROWAWAY_SETTINGS if throwaway else {}) | {"unix_socket_directories": str(sockets)}
    )
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [programs.path("postgres"), "-D", str(folders.cluster), *options]
