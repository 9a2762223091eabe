"""Where the embedded PostgreSQL keeps its data, its socket, its log and its programs."""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from service.kit.postgres.account import Account, server_account

# The kernel's limit for a socket's path is 107 bytes, of which the server's file name takes the last.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
SHORT_PLACE = Path("/tmp")  # noqa: S108 - only folders of our own, checked, are used in it
# Commas, colons and spaces mean something in connection URLs and settings: such a folder gets no socket.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def default_data_dir(checkout: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for this checkout's data: LINLI_DATA_DIR, else one of its own among the user's data."""
    if chosen := environment.get("LINLI_DATA_DIR"):
        return Path(chosen).expanduser().absolute()
    checkout = checkout.resolve()
    name = re.sub(r"[^a-z0-9]+", "-", checkout.name.lower()).strip("-") or "linli"
    key = f"{name[:24]}-{_digest(checkout)}"
    if os.geteuid() == 0:
        return Path("/var/lib/linli") / key
    home = Path(environment.get("XDG_DATA_HOME", ""))
    return (home if home.is_absolute() else Path.home() / ".local/share") / "linli" / key


@dataclass(frozen=True)
class Folders:
    """The places of one cluster, all below one folder."""

    home: Path

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def programs(self) -> Path:
        return self.home / "programs"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def owner(self) -> Path:
        return self.home / "owner"

    def prepare(self) -> None:
        """Make the folders that are missing; those that exist keep their permissions."""
        for folder in (*reversed(self.home.parents), self.home, self.programs):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                # As root the server's account has to pass through, whatever umask we run with.
                folder.chmod(0o755 if os.geteuid() == 0 else 0o700)


def throwaway_folder() -> Path:
    """A new folder for a cluster that is not kept, where the server's account can reach it."""
    account = server_account()
    usual = [Path(tempfile.gettempdir()), SHORT_PLACE]
    place = next((folder for folder in usual if account.can_enter(folder)), SHORT_PLACE)
    folder = Path(tempfile.mkdtemp(prefix="linli-postgres-", dir=place))
    folder.chmod(0o711)
    return folder


def socket_folder(folders: Folders, account: Account) -> Path:
    """A folder for the socket that only the server's account (and root) can enter: beside the data, else in /tmp."""
    beside = str(folders.run)
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(beside):
        return _private(folders.run, account)
    short = SHORT_PLACE / f"linli-{account.uid}-{_digest(folders.home)}"
    try:
        return _private(short, account)
    except PermissionError:
        # Somebody else took the name: one that can not be guessed will do as well.
        return _private(Path(tempfile.mkdtemp(prefix="linli-", dir=SHORT_PLACE)), account)


def leave_socket_folder(folder: Path) -> None:
    """Remove the socket's folder if it is one in /tmp."""
    if folder.parent == SHORT_PLACE:
        with suppress(OSError):
            folder.rmdir()


def _private(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
        raise PermissionError(f"{folder} belongs to someone else")
    account.take(folder)
    folder.chmod(0o700)
    return folder


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
