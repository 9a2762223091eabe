"""Imports go down: parts of a domain in their order, domains in theirs, and the kit below all."""

from collections.abc import Iterator
from itertools import takewhile

import grimp
import pytest

from service import DOMAINS

# A part may import the parts before it; what stands in one tuple may not import each other.
PARTS = (
    ("errors",),
    ("rules",),
    ("models",),
    ("messages", "texts"),
    ("queries", "permissions"),
    ("actions",),
    ("schemas",),
    ("routes", "jobs", "reactions", "commands", "gateways", "personal"),
)
SHARED_WITH_LATER_DOMAINS = {"queries", "permissions", "actions", "messages", "errors"}
# The rooms of a domain in the order of dependence, where they build on each other.
ROOMS = {
    "organisations": ("registry",),
    "events": ("notices", "reaching", "activities", "volunteering", "ahead"),
    "accounts": ("identity", "codes", "identities", "passwords", "logins", "staff", "duties", "erasing"),
    "living_rooms": ("rooms", "bookings", "waitlist", "calendars", "ahead"),
    "elderly_care": (
        "catalogue",
        "providers",
        "caregivers",
        "assessment",
        "subsidies",
        "requests",
        "doors",
        "alarms",
        "plans",
        "visits",
        "proofs",
        "rounds",
        "planner",
        "complaints",
        "entitlements",
        "vouchers",
        "settlement",
        "welfare_visits",
        "inspections",
        "performance",
        "ahead",
    ),
    "messaging": ("subscriptions", "addresses", "sendings", "content_checks"),
    "residents": (
        "people",
        "homes",
        "tags",
        "audiences",
        "search",
        "proxies",
        "consents",
        "merging",
        "walks",
        "imports",
        "privacy",
        "figures",
    ),
}
RANK = {part: rank for rank, parts in enumerate(PARTS) for part in parts}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("service", cache_dir=None)


def _imports(graph: grimp.ImportGraph) -> Iterator[tuple[list[str], list[str]]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer.split("."), imported.split(".")


def _domain(module: list[str]) -> str | None:
    return module[1] if len(module) > 1 and module[1] in DOMAINS else None


def _part(module: list[str]) -> str | None:
    """`service.living_rooms.bookings.actions.series` stands in the part `actions`."""
    return next((name for name in module[2:] if name in RANK), None)


def _room(module: list[str]) -> list[str]:
    """`service.living_rooms.bookings` of `service.living_rooms.bookings.actions.series`."""
    return list(takewhile(lambda name: name not in RANK, module))


def _place(module: list[str], rooms: tuple[str, ...]) -> int | None:
    return rooms.index(module[2]) if len(module) > 2 and module[2] in rooms else None


def test_the_kit_knows_no_domain(graph: grimp.ImportGraph) -> None:
    offenders = [
        (".".join(importer), ".".join(imported))
        for importer, imported in _imports(graph)
        if importer[1:2] == ["kit"] and _domain(imported)
    ]

    assert offenders == []


def test_a_domain_uses_only_domains_before_it_and_of_those_only_what_they_share(
    graph: grimp.ImportGraph,
) -> None:
    offenders = []
    for importer, imported in _imports(graph):
        mine, theirs = _domain(importer), _domain(imported)
        if not mine or not theirs or mine == theirs:
            continue
        earlier = DOMAINS.index(theirs) < DOMAINS.index(mine)
        if not earlier or _part(imported) not in SHARED_WITH_LATER_DOMAINS:
            offenders.append((".".join(importer), ".".join(imported)))

    assert offenders == []


def test_inside_a_domain_imports_go_down(graph: grimp.ImportGraph) -> None:
    offenders = []
    for importer, imported in _imports(graph):
        if _domain(importer) is None or _domain(importer) != _domain(imported):
            continue
        mine, theirs = _part(importer), _part(imported)
        if mine and theirs and _room(importer) == _room(imported) and RANK[theirs] > RANK[mine]:
            offenders.append((".".join(importer), ".".join(imported)))

    assert offenders == []


def test_a_room_uses_only_rooms_before_it(graph: grimp.ImportGraph) -> None:
    offenders = []
    for importer, imported in _imports(graph):
        for rooms in ROOMS.values():
            mine, theirs = _place(importer, rooms), _place(imported, rooms)
            if _domain(importer) == _domain(imported) and None not in (mine, theirs) and theirs > mine:
                offenders.append((".".join(importer), ".".join(imported)))

    assert offenders == []


def test_rules_know_no_database_clock_or_http(graph: grimp.ImportGraph) -> None:
    forbidden = {"service.kit.database", "service.kit.work", "service.kit.api", "service.kit.edge"}
    offenders = [
        (".".join(importer), ".".join(imported))
        for importer, imported in _imports(graph)
        if _part(importer) == "rules" and ".".join(imported) in forbidden
    ]

    assert offenders == []
