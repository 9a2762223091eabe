"""What anybody may read without a login while something is publicised, and what never points at somebody."""

from datetime import timedelta
from typing import Any

import pytest

from service.elderly_care.entitlements.rules import EntitlementStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import care, regions, residents
from tests.factories.entitlements import entitlement

PATH = "/care/publications"


def publicised(work: UnitOfWork, name: str, region_code: str = regions.COMMUNITY, **columns: Any) -> None:
    elder = residents.resident(work, region_code, name=name)
    entitlement(work, elder, status=EntitlementStatus.PUBLICISED, **columns)


def test_anybody_reads_a_masked_name_a_community_and_a_scheme_and_nothing_else(
    anyone: ApiClient, work: UnitOfWork
) -> None:
    for _ in range(4):
        residents.resident(work, name="陈先生")
    publicised(work, "陈桂花", regions.GRID)

    answer = anyone.get(PATH)

    assert answer.status_code == 200
    assert answer.json["items"] == [
        {
            "name": "陈**",
            "community": "胜利路社区",
            "scheme_name": "养老服务消费补贴",
            "published_from": "2026-02-24",
            "published_until": "2026-03-02",
        }
    ]
    assert not any(word in answer.get_data(as_text=True) for word in ("桂花", regions.GRID, "网格"))


def test_a_name_that_few_people_of_the_community_share_is_hidden_whole(
    anyone: ApiClient, work: UnitOfWork
) -> None:
    for _ in range(3):
        residents.resident(work, name="欧阳先生")
    residents.resident(work, regions.SECOND_COMMUNITY, name="欧阳女士")
    publicised(work, "欧阳桂花")

    assert [each["name"] for each in anyone.get(PATH).json["items"]] == ["***"]


def test_it_is_read_only_while_the_publication_lasts(
    anyone: ApiClient, work: UnitOfWork, clock: StoppedClock
) -> None:
    publicised(work, "陈桂花", published_until=local_date(work.now) + timedelta(days=7))

    seen = []
    for days in (0, 1, 6, 1):
        clock.move(days=days)
        seen.append(len(anyone.get(PATH).json["items"]))

    assert seen == [0, 1, 1, 0]


@pytest.mark.parametrize("status", [each for each in EntitlementStatus if each != "publicised"])
def test_nothing_else_is_ever_public(anyone: ApiClient, work: UnitOfWork, status: EntitlementStatus) -> None:
    entitlement(work, residents.resident(work), status=status)

    assert anyone.get(PATH).json["items"] == []


def test_one_asks_by_community_or_above_never_by_what_is_smaller(anyone: ApiClient, work: UnitOfWork) -> None:
    publicised(work, "陈桂花", regions.GRID)
    publicised(work, "王桂花", regions.OTHER_COMMUNITY)

    def many(code: str) -> int:
        return len(anyone.get(f"{PATH}?region_code={code}").json["items"])

    small = anyone.get(f"{PATH}?region_code={regions.GRID}")

    assert [many(each) for each in (regions.COMMUNITY, regions.OTHER_STREET, regions.DISTRICT, "x")] == [
        1,
        1,
        2,
        0,
    ]
    assert (small.status_code, small.json["code"]) == (422, "place_too_small")


def test_pages_follow_each_other(anyone: ApiClient, work: UnitOfWork) -> None:
    scheme = care.scheme(work)
    for _ in range(3):
        entitlement(work, residents.resident(work), scheme, status=EntitlementStatus.PUBLICISED)

    first = anyone.get(f"{PATH}?limit=2").json
    rest = anyone.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json

    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
