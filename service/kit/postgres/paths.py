"""Where the embedded PostgreSQL keeps its data, its socket, its log and its programs."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from service.kit.postgres.account import Account, server_account

# The kernel's limit for a socket's path is 107 bytes, of which the server's file name takes the last.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ENOUGH_BYTES = 2 * 1024**3
THROWAWAY = "linli-postgres-"
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
    """A new folder for a cluster that is not kept, in memory if there is room, where the server's account reaches it."""
    account = server_account()
    usual = Path(tempfile.gettempdir())
    place = MEMORY if _has_room(MEMORY) else usual if account.can_enter(usual) else SHORT_PLACE
    _remove_abandoned(place)
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=place))
    folder.chmod(0o711)
    return folder


def _has_room(place: Path) -> bool:
    try:
        system = os.statvfs(place)
    except OSError:
        return False
    # Containers often allow but 64 MB there, or no programs.
    is_roomy = system.f_bavail * system.f_frsize >= ENOUGH_BYTES
    return is_roomy and not system.f_flag & os.ST_NOEXEC and os.access(place, os.W_OK | os.X_OK)


def _remove_abandoned(place: Path) -> None:
    """Remove throw-away clusters whose starter was killed before it could."""
    for folder in place.glob(f"{THROWAWAY}*"):
        with suppress(OSError, ValueError):
            starter = int(Folders(folder / "postgres").owner.read_text())
            if folder.lstat().st_uid == os.geteuid() and not _is_alive(starter):
                shutil.rmtree(folder)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


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
