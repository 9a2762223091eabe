"""Which programs are taken, and that both kinds of them give the same database."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.kit.postgres import EmbeddedPostgres, PostgresUnavailable
from service.kit.postgres.account import Account, server_account
from service.kit.postgres.errors import NoProgramsFound, VersionGone
from service.kit.postgres.programs import Programs, Source, find_programs, in_wheel, on_machine


def pretend_installation(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_both_kinds_of_programs_give_the_same_database(
    source: Source, ask: Callable[[str, str], list[tuple[object, ...]]]
) -> None:
    with EmbeddedPostgres.throwaway(sources=[source]) as server:
        ask(server.url(), "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist")

        [facts] = ask(
            server.url(),
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype, current_setting('timezone'),"
            " 'Z' < 'a', similarity('居民会客厅', '会客厅') > 0 FROM pg_database WHERE datname = 'linli'",
        )
        [version] = ask(server.url(), "SHOW server_version")

    assert facts == ("UTF8", "C", "C.UTF-8", "UTC", True, True)
    assert str(version[0]).startswith(server.version)


def test_the_newest_programs_of_the_machine_are_taken(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = pretend_installation(place / "older", "98.2")
    newer = pretend_installation(place / "newer", "98.10 (Debian 98.10-1)")
    monkeypatch.setenv("PATH", f"{older}:{newer}")

    programs = find_programs(server_account(), place / "cluster", place)

    assert (programs.folder, programs.version) == (newer, (98, 10))


def test_the_wheel_is_taken_where_the_machine_has_none(place: Path) -> None:
    programs = find_programs(
        server_account(), place / "cluster", place, sources=[lambda *_: iter(()), in_wheel]
    )

    assert programs.major >= 15


def test_programs_older_than_15_are_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(pretend_installation(place / "bin", "14.9")))

    def only_the_old(account: Account, keep: Path) -> Iterator[Programs]:
        return (programs for programs in on_machine(account, keep) if programs.major == 14)

    with pytest.raises(NoProgramsFound):
        find_programs(server_account(), place / "cluster", place, sources=[only_the_old])


def test_an_existing_cluster_keeps_programs_of_its_own_version(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = EmbeddedPostgres(place, throwaway=True, sources=[in_wheel])
    first.start()
    first.stop()
    monkeypatch.setenv("PATH", str(pretend_installation(place / "bin", "99.1")))

    second = EmbeddedPostgres(place, throwaway=True)
    second.start()
    second.stop()

    assert second.version == first.version


def test_a_cluster_finds_its_version_again_after_the_wheel_is_gone(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = next(in_wheel(server_account(), place))
    monkeypatch.setattr(sys, "path", [])

    after = next(in_wheel(server_account(), place))

    assert after == before


def test_a_machine_with_neither_gets_a_clear_sentence(place: Path) -> None:
    server = EmbeddedPostgres(place, sources=[])

    with pytest.raises(PostgresUnavailable) as refused:
        server.start()

    assert "No PostgreSQL 15 or newer was found: install one" in str(refused.value)
    assert "未找到 PostgreSQL 15 或更高版本" in str(refused.value)


def test_a_cluster_whose_version_is_gone_says_which_it_needs(place: Path) -> None:
    (place / "PG_VERSION").write_text("97\n")

    with pytest.raises(VersionGone, match="belongs to PostgreSQL 97"):
        find_programs(server_account(), place, place)
