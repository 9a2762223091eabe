"""Finding residents: by tag, age, name and number, only in one's part, page by page without loss or double."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.rules import ResidentStatus
from service.residents.search import queries
from tests.client import ApiClient
from tests.factories import regions, tags
from tests.factories.residents import resident
from tests.residents.conftest import Speak


@pytest.fixture(params=["few places", "many places"])
def anyhow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to search, whatever the size of the tests' tree."""
    if request.param == "many places":
        monkeypatch.setattr(queries, "FEW_PLACES", 0)


def names(client: ApiClient, query: str) -> list[str]:
    """The names on all pages of one each."""
    found, cursor = [], ""
    while True:
        answer = client.get(f"/residents?limit=1{query}{cursor}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found += [each["name"] for each in answer.json["items"]]
        if answer.json["next_cursor"] is None:
            return found
        cursor = f"&cursor={answer.json['next_cursor']}"


@pytest.mark.usefixtures("anyhow")
def test_every_page_holds_the_next_and_the_last_one_ends(worker: ApiClient, work: UnitOfWork) -> None:
    places = (regions.COMMUNITY, regions.GRID, regions.COMMUNITY, regions.OTHER_COMMUNITY)
    for name, place in zip("甲乙丙丁", places, strict=True):
        resident(work, place, name=f"{name}阿公")

    assert sorted(names(worker, "")) == ["丙阿公", "乙阿公", "甲阿公"]


@pytest.mark.usefixtures("anyhow")
def test_by_tag_one_finds_who_has_it_today(worker: ApiClient, work: UnitOfWork) -> None:
    today = local_date(work.now)
    for name in ("甲阿公", "乙阿公", "丙阿公"):
        tags.tag(work, resident(work, name=name), "lives_alone")
    tags.tag(
        work,
        resident(work, name="从前"),
        valid_from=today - timedelta(days=9),
        valid_until=today - timedelta(days=1),
    )
    tags.tag(work, resident(work, name="志愿者"), "volunteer")
    tags.tag(work, resident(work, regions.OTHER_COMMUNITY, name="别处"), "lives_alone")
    tags.tag(work, resident(work, name="迁出", status=ResidentStatus.MOVED_AWAY), "lives_alone")

    assert sorted(names(worker, "&tag=lives_alone")) == ["丙阿公", "乙阿公", "甲阿公"]
    assert names(worker, "&tag=lives_alone&q=乙") == ["乙阿公"]
    assert names(worker, f"&tag=lives_alone&region_code={regions.GRID}") == []
    assert names(worker, "&tag=lives_alone&status=moved_away") == ["迁出"]


@pytest.mark.usefixtures("anyhow")
def test_by_an_age_one_finds_who_is_that_old_today(worker: ApiClient, work: UnitOfWork) -> None:
    today = local_date(work.now)
    eighty = today.replace(year=today.year - 80)
    resident(work, name="八十", birth_on=eighty)
    resident(work, name="明天", birth_on=eighty + timedelta(days=1))
    resident(work, name="九十", birth_on=date(1930, 1, 1))
    resident(work, name="不知道")
    resident(work, name="小孩", birth_on=today - timedelta(days=400))

    assert sorted(names(worker, "&tag=aged_80")) == ["九十", "八十"]
    assert names(worker, "&tag=minor") == ["小孩"]
    assert names(worker, "&tag=aged_80&q=八") == ["八十"]


@pytest.mark.usefixtures("anyhow")
@pytest.mark.parametrize("q", ["13812345678", "１３８１２３４５６７８", "+86 138-1234-5678"])
def test_a_telephone_is_found_however_it_is_typed(worker: ApiClient, work: UnitOfWork, q: str) -> None:
    resident(work, name="林阿公", phone="+8613812345678")
    resident(work, regions.OTHER_COMMUNITY, name="林先生", phone="+8613812345678")

    found = worker.get("/residents", query_string={"q": q})
    assert [each["name"] for each in found.json["items"]] == ["林阿公"]


def test_within_a_community_any_part_of_a_name_is_found(worker: ApiClient, work: UnitOfWork) -> None:
    for name in ("王桂英", "李桂英", "王秀英", "𠮷桂", "阿依古丽·买买提"):
        resident(work, name=name)

    assert sorted(names(worker, "&q=桂英")) == ["李桂英", "王桂英"]
    assert names(worker, "&q=𠮷") == ["𠮷桂"]
    assert names(worker, "&q=买买提") == ["阿依古丽·买买提"]
    assert names(worker, "&q=%25") == names(worker, "&q=_") == []


def test_over_many_places_the_beginning_of_a_name_is_found(
    as_staff: Speak, work: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FEW_PLACES", 3)
    for name in ("王桂英", "李桂英", "王秀英"):
        resident(work, name=name)
    street = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])

    assert sorted(names(street, "&q=王")) == ["王桂英", "王秀英"]
    assert names(street, "&q=桂英") == []


@pytest.mark.usefixtures("anyhow")
def test_a_claim_is_listed_where_it_was_made_and_where_the_record_is_kept(
    worker: ApiClient, other_worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, regions.COMMUNITY, name="原档案")
    resident(work, regions.OTHER_COMMUNITY, name="新登记", status=ResidentStatus.PENDING, claim_of=record.id)

    assert sorted(names(worker, "")) == ["原档案", "新登记"]
    assert names(worker, "&status=pending") == ["新登记"]
    assert names(other_worker, "") == ["新登记"]


@pytest.mark.parametrize("code", ["low_income", "party_member"])
def test_who_is_found_by_a_sensitive_tag_sees_it(worker: ApiClient, work: UnitOfWork, code: str) -> None:
    person = resident(work)
    tags.tag(work, person, code)

    worker.get(f"/residents?tag={code}")

    read = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "list_residents_by_tag")).one()
    assert (read.subject, read.people) == (code, [person.id])


def test_who_is_shown_with_a_sensitive_tag_sees_it_and_nobody_else_does(
    as_staff: Speak, worker: ApiClient, work: UnitOfWork
) -> None:
    person, another = resident(work), resident(work)
    tags.tag(work, person, "low_income")
    tags.tag(work, another, "lives_alone")

    as_staff(Role.GRID_WORKER, regions.COMMUNITY).get("/residents")
    worker.get("/residents")

    reads = select(AuditEntry).where(AuditEntry.action == "list_residents_with_tags")
    assert work.session.scalars(reads).one().people == [person.id]


def test_a_list_shows_the_tags_that_one_may_see(as_staff: Speak, worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work, birth_on=date(1940, 1, 1))
    for code in ("low_income", "lives_alone"):
        tags.tag(work, person, code)
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)

    by_worker, by_grid = (client.get("/residents").json["items"][0]["tags"] for client in (worker, grid))

    assert by_worker == ["aged_60", "aged_70", "aged_80", "lives_alone", "low_income"]
    assert by_grid == ["aged_60", "aged_70", "aged_80", "lives_alone"]


def test_an_unknown_tag_and_another_place_are_refused(worker: ApiClient) -> None:
    unknown = worker.get("/residents?tag=nonsense")

    assert (unknown.status_code, unknown.json["code"]) == (422, "no_such_tag")
    assert worker.get(f"/residents?region_code={regions.OTHER_COMMUNITY}").status_code == 403


def test_a_list_asks_the_database_little_however_many_it_shows(
    worker: ApiClient, work: UnitOfWork, asked_so_far: Callable[[], int]
) -> None:
    def statements() -> int:
        before = asked_so_far()
        assert worker.get("/residents?limit=100&q=阿").status_code == 200
        return asked_so_far() - before

    resident(work, name="甲阿公")
    with_one = statements()
    for name in "乙丙丁戊己":
        tags.tag(work, resident(work, name=f"{name}阿公"))

    assert statements() == with_one
