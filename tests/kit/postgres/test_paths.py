"""Where data and sockets lie."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from service.kit.postgres import EmbeddedPostgres, default_data_dir
from service.kit.postgres.account import Account, server_account
from service.kit.postgres.errors import FolderRefused
from service.kit.postgres.paths import Folders, socket_folder, throwaway_folder

only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for another account")


def test_each_checkout_has_a_folder_of_its_own() -> None:
    folders = {
        default_data_dir(Path(checkout), {}) for checkout in ("/srv/linli", "/home/ada/linli", "/srv/Lin Li")
    }

    assert len(folders) == 3


def test_a_chosen_folder_is_taken_as_it_is() -> None:
    assert default_data_dir(Path("/srv/linli"), {"LINLI_DATA_DIR": "/data/邻里"}) == Path("/data/邻里")


@only_as_root
def test_root_keeps_data_outside_its_closed_home() -> None:
    assert default_data_dir(Path("/root/linli"), {}).parent == Path("/var/lib/linli")


@pytest.mark.parametrize(
    ("data_home", "expected"),
    [("/data", "/data/linli"), ("relative/is/ignored", "~/.local/share/linli"), ("", "~/.local/share/linli")],
)
def test_others_keep_data_among_their_own(
    data_home: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    folder = default_data_dir(Path("/srv/linli"), {"XDG_DATA_HOME": data_home})

    assert folder.parent == Path(expected).expanduser()


@pytest.mark.parametrize("name", ["with a space", "居民会客厅", "long" * 30, "a,b:c"])
def test_a_server_starts_wherever_its_data_lies(
    name: str, data: Path, ask: Callable[[str, str], list[tuple[object, ...]]]
) -> None:
    (data / name).mkdir(mode=0o755)
    (data / "postgres").rename(data / name / "postgres")
    server = EmbeddedPostgres(data / name, throwaway=True)

    url = server.start()
    rows = ask(url, "SHOW unix_socket_directories")
    server.stop()

    sockets = Path(str(rows[0][0]))
    assert sockets.parent == Path("/tmp")
    assert not sockets.exists()


def test_a_plain_and_short_path_has_its_socket_beside_the_data(place: Path) -> None:
    folders = Folders(place)

    assert socket_folder(folders, server_account()) == folders.run


def test_no_other_account_can_enter_the_sockets_folder(place: Path) -> None:
    sockets = socket_folder(Folders(place), server_account())

    found = sockets.stat()
    assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (server_account().uid, 0o700)


def test_a_throwaway_cluster_whose_starter_was_killed_is_removed() -> None:
    abandoned, in_use = throwaway_folder(), throwaway_folder()
    for folder, starter in ((abandoned, 2**22 + 1), (in_use, os.getpid())):
        (folder / "postgres").mkdir()
        (folder / "postgres/owner").write_text(str(starter))

    throwaway_folder().rmdir()

    assert not abandoned.exists()
    assert in_use.exists()
    shutil.rmtree(in_use)


@only_as_root
def test_a_socket_folder_prepared_by_another_account_is_not_used(place: Path) -> None:
    folders = Folders(place / "with a space")
    usual = socket_folder(folders, server_account())
    os.chown(usual, 12345, 12345)

    taken = socket_folder(folders, server_account())

    usual.rmdir()
    taken.rmdir()
    assert taken != usual


@only_as_root
def test_folders_above_keep_their_permissions_and_a_closed_one_is_refused(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(FolderRefused, match="Set LINLI_DATA_DIR"):
        EmbeddedPostgres(closed / "linli", throwaway=True).start()

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_an_account_enters_only_where_every_folder_lets_it(place: Path) -> None:
    stranger = Account(uid=12345, gid=12345)
    closed = place / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)

    assert stranger.can_enter(place)
    assert not stranger.can_enter(closed / "open")
