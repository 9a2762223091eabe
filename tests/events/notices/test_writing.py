"""Drafts, review, publishing and withdrawing: who may do what, and what a notice goes through."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from service.events.notices.actions import ending
from service.kit.actor import Function, Role
from service.residents.tags.models import Tag
from tests.events.notices.conftest import WATER, Stage, titles
from tests.factories import regions, residents, tags


def code(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.json.get("code")


def test_a_draft_is_seen_by_its_keepers_only(stage: Stage) -> None:
    notice_id = stage.draft()

    assert stage.colleague.get(f"/notices/{notice_id}").json["status"] == "draft"
    for other in (stage.ada, stage.far_worker, stage.grid_worker):
        assert other.get(f"/notices/{notice_id}").status_code == 404
        assert titles(other) == []


def test_a_published_notice_is_seen_by_whom_it_concerns(stage: Stage) -> None:
    notice_id = stage.published()

    for other in (stage.ada, stage.ben, stage.grid_worker, stage.street, stage.colleague):
        assert titles(other) == [WATER["title"]]
        assert other.get(f"/notices/{notice_id}").json["body_html"].startswith("<p><strong>周三</strong>")
    for other in (stage.cleo, stage.far_worker):
        assert titles(other) == []
        assert other.get(f"/notices/{notice_id}").status_code == 404


@pytest.mark.parametrize("place", [regions.OTHER_COMMUNITY, regions.STREET, regions.DISTRICT])
def test_nobody_writes_beyond_their_duty(stage: Stage, place: str) -> None:
    beyond = [regions.COMMUNITY, place]

    assert code(stage.worker.post("/notices", WATER | {"region_codes": beyond})) == (403, "out_of_scope")
    notice_id = stage.draft()
    assert code(stage.worker.patch(f"/notices/{notice_id}", {"region_codes": beyond})) == (
        403,
        "out_of_scope",
    )


def test_a_duty_for_other_matters_writes_no_notice(stage: Stage) -> None:
    carer = stage.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions={Function.CARE})

    assert code(carer.post("/notices", WATER)) == (403, "out_of_scope")
    assert code(stage.ada.post("/notices", WATER)) == (403, "out_of_scope")


def test_a_street_writes_to_some_of_its_communities(stage: Stage) -> None:
    both = [regions.COMMUNITY, regions.SECOND_COMMUNITY]
    stage.published(stage.street, region_codes=both)

    assert titles(stage.ada) == [WATER["title"]]
    assert titles(stage.street, region_code=regions.SECOND_COMMUNITY) == [WATER["title"]]


def test_a_tag_that_the_author_may_not_see_addresses_nobody(stage: Stage) -> None:
    grid_notice = WATER | {"region_codes": [regions.GRID]}

    seen = stage.grid_worker.post("/notices", grid_notice | {"audience": ["volunteer"]})
    hidden = stage.grid_worker.post("/notices", grid_notice | {"audience": ["low_income"]})
    unknown = stage.worker.post("/notices", WATER | {"audience": ["no_such_tag"]})

    assert seen.status_code == 201
    assert code(hidden) == code(unknown) == (422, "no_such_audience")


def test_a_retired_tag_addresses_nobody_and_makes_nothing_ones_own(stage: Stage) -> None:
    notice_id = stage.published(audience=["volunteer"])
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer")
    before = titles(stage.ada)
    with stage.work() as work:
        work.session.get_one(Tag, "volunteer").retired_at = work.now

    assert (len(before), titles(stage.ada)) == (1, [])
    assert stage.ada.get(f"/notices/{notice_id}").status_code == 404
    again = stage.worker.post("/notices", WATER | {"audience": ["volunteer"]})
    assert code(again) == (422, "no_such_audience")


def test_what_is_open_to_the_world_is_for_everybody(stage: Stage) -> None:
    body = WATER | {"public": True, "audience": ["volunteer"]}

    assert code(stage.worker.post("/notices", body)) == (422, "public_to_some")


def test_a_notice_is_not_over_before_it_is_read_and_not_pinned_for_ever(stage: Stage) -> None:
    soon, later = stage.clock.today_at("12:00"), stage.clock.today_at("12:00", days=200)
    answers = [
        stage.worker.post("/notices", WATER | {"expires_at": stage.clock.now()}),
        stage.worker.post("/notices", WATER | {"publish_at": later, "expires_at": soon}),
        stage.worker.post("/notices", WATER | {"pin_until": later}),
    ]

    assert {code(each) for each in answers} == {(422, "impossible_times")}
    assert answers[0].json["errors"].keys() == {"expires_at"}
    assert answers[2].json["errors"].keys() == {"pin_until"}


def test_what_is_over_by_now_is_not_published(stage: Stage) -> None:
    notice_id = stage.draft(expires_at=stage.clock.today_at("12:00"))
    stage.later(hours=4)

    assert code(stage.worker.post(f"/notices/{notice_id}/publish")) == (422, "impossible_times")
    assert stage.worker.get(f"/notices/{notice_id}").json["status"] == "draft"


def test_a_grid_workers_notice_is_published_by_another(stage: Stage) -> None:
    notice_id = stage.draft(stage.grid_worker, region_codes=[regions.GRID])

    assert stage.grid_worker.get(f"/notices/{notice_id}").json["needs_review"] is True
    assert code(stage.grid_worker.post(f"/notices/{notice_id}/publish")) == (409, "needs_review")
    assert stage.grid_worker.post(f"/notices/{notice_id}/submit").json["status"] == "in_review"
    assert code(stage.grid_worker.post(f"/notices/{notice_id}/publish")) == (403, "reviewed_by_another")
    assert titles(stage.ada) == []
    assert stage.worker.post(f"/notices/{notice_id}/publish").json["status"] == "published"
    assert titles(stage.ada) == [WATER["title"]]


def test_a_grid_worker_does_not_review_anothers_notice(stage: Stage) -> None:
    notice_id = stage.draft(stage.grid_worker, region_codes=[regions.GRID])
    stage.grid_worker.post(f"/notices/{notice_id}/submit")
    other = stage.staff(Role.GRID_WORKER, regions.GRID)

    assert code(other.post(f"/notices/{notice_id}/publish")) == (403, "out_of_scope")
    assert titles(stage.ada) == []


def test_who_reviews_is_told_and_who_wrote_is_told_back(stage: Stage) -> None:
    notice_id = stage.draft(stage.grid_worker, region_codes=[regions.GRID])
    stage.grid_worker.post(f"/notices/{notice_id}/submit")
    stage.timetable.deliver()
    told = [each.get("/inbox").json["items"] for each in (stage.worker, stage.colleague, stage.street)]
    assert [[each["title"] for each in items] for items in told] == [["有公告待审核"], ["有公告待审核"], []]

    returned = stage.worker.post(f"/notices/{notice_id}/return", {"reason": "请写明时间。"})
    stage.timetable.deliver()

    assert (returned.json["status"], returned.json["reason"]) == ("draft", "请写明时间。")
    [message] = stage.grid_worker.get("/inbox").json["items"]
    assert message["body"] == "《周三停水》被退回：请写明时间。"


@pytest.fixture
def all_reviewed(stage: Stage) -> Any:
    before = stage.house.settings
    stage.house.settings = replace(before, notice_review=["all"])
    yield
    stage.house.settings = before


@pytest.mark.usefixtures("all_reviewed")
def test_whoever_wrote_changed_or_submitted_it_does_not_publish_it(stage: Stage) -> None:
    notice_id = stage.draft()
    stage.colleague.patch(f"/notices/{notice_id}", {"title": "周三上午停水"})
    stage.colleague.post(f"/notices/{notice_id}/submit")

    for own in (stage.worker, stage.colleague):
        assert code(own.post(f"/notices/{notice_id}/publish")) == (403, "reviewed_by_another")
    assert stage.street.post(f"/notices/{notice_id}/publish").status_code == 200


@pytest.mark.usefixtures("all_reviewed")
def test_who_only_changed_it_does_not_publish_it_either(stage: Stage) -> None:
    notice_id = stage.draft()
    stage.colleague.patch(f"/notices/{notice_id}", {"title": "周三上午停水"})
    stage.worker.post(f"/notices/{notice_id}/submit")

    assert code(stage.colleague.post(f"/notices/{notice_id}/publish")) == (403, "reviewed_by_another")


@pytest.mark.usefixtures("all_reviewed")
def test_what_was_reviewed_is_not_written_anew_afterwards(stage: Stage) -> None:
    notice_id = stage.draft()
    stage.worker.post(f"/notices/{notice_id}/submit")
    stage.street.post(f"/notices/{notice_id}/publish")

    changed = stage.worker.patch(f"/notices/{notice_id}", {"body": "别的内容"})
    pinned = stage.worker.patch(f"/notices/{notice_id}", {"pin_until": stage.clock.today_at("12:00", days=1)})

    assert code(changed) == (409, "fixed_once_published")
    assert pinned.status_code == 200


def test_what_waits_for_review_is_not_changed(stage: Stage) -> None:
    notice_id = stage.draft()
    stage.worker.post(f"/notices/{notice_id}/submit")

    assert code(stage.worker.patch(f"/notices/{notice_id}", {"title": "另一个"})) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("policy", "asks"),
    [
        ("public", {"public": True}),
        ("important", {"priority": "important"}),
        ("urgent", {"priority": "urgent"}),
        ("street", {"region_codes": [regions.STREET]}),
        ("district", {"region_codes": [regions.COMMUNITY, regions.DISTRICT]}),
    ],
)
def test_the_policy_says_what_another_person_reviews(
    stage: Stage, all_reviewed: None, policy: str, asks: dict[str, Any]
) -> None:
    stage.house.settings = replace(stage.house.settings, notice_review=[policy])
    asked, other = stage.draft(stage.district, **asks), stage.draft(stage.district)

    assert code(stage.district.post(f"/notices/{asked}/publish")) == (409, "needs_review")
    assert stage.district.post(f"/notices/{other}/publish").json["status"] == "published"


def test_where_no_policy_asks_its_author_publishes_it_with_or_without_a_review(stage: Stage) -> None:
    submitted = stage.draft(priority="urgent")
    stage.worker.post(f"/notices/{submitted}/submit")

    assert stage.worker.post(f"/notices/{submitted}/publish").json["status"] == "published"
    assert stage.worker.post(f"/notices/{stage.draft()}/publish").json["status"] == "published"


def test_a_notice_is_published_once(stage: Stage) -> None:
    notice_id = stage.published()

    for verb, body in (("publish", None), ("submit", None), ("return", {"reason": "不"})):
        answer = stage.worker.post(f"/notices/{notice_id}/{verb}", body)
        assert code(answer) == (409, "wrong_state"), verb


def test_published_text_changes_and_what_it_said_is_kept(stage: Stage) -> None:
    notice_id = stage.published()
    stage.later(minutes=5)
    etag = stage.worker.get(f"/notices/{notice_id}").headers["ETag"]

    changed = stage.worker.patch(f"/notices/{notice_id}", {"body": "改到周四。"}, etag=etag)
    stale = stage.colleague.patch(f"/notices/{notice_id}", {"body": "改到周五。"}, etag=etag)

    assert (changed.json["text_number"], changed.json["summary"]) == (2, "改到周四。")
    assert stale.status_code == 412
    texts = stage.colleague.get(f"/notices/{notice_id}/texts").json["items"]
    assert [(each["number"], each["body"]) for each in texts] == [(2, "改到周四。"), (1, WATER["body"])]
    assert stage.ada.get(f"/notices/{notice_id}").json["body"] == "改到周四。"
    assert stage.ada.get(f"/notices/{notice_id}/texts").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region_codes", [regions.GRID]),
        ("audience", ["volunteer"]),
        ("priority", "urgent"),
        ("public", True),
        ("needs_confirmation", True),
        ("category", "other"),
    ],
)
def test_whom_a_published_notice_addressed_and_how_is_fixed(stage: Stage, name: str, value: Any) -> None:
    notice_id = stage.published()

    answer = stage.worker.patch(f"/notices/{notice_id}", {name: value})

    assert code(answer) == (409, "fixed_once_published")


def test_a_withdrawn_notice_is_gone_and_its_readers_are_told_why(stage: Stage) -> None:
    notice_id = stage.published()
    stage.ada.post(f"/notices/{notice_id}/read")

    withdrawn = stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "时间有变。"})
    stage.work_off()

    assert withdrawn.json["status"] == "withdrawn"
    assert titles(stage.ada) == []
    seen = stage.ada.get(f"/notices/{notice_id}").json
    assert (seen["status"], seen["reason"], seen["body"], seen["summary"]) == (
        "withdrawn",
        "时间有变。",
        None,
        "",
    )
    [told] = stage.ada.get("/inbox").json["items"]
    assert told["body"] == "您看过的公告《周三停水》已撤回：时间有变。"
    assert stage.ben.get("/inbox").json["items"] == []
    assert code(stage.ada.post(f"/notices/{notice_id}/read")) == (409, "wrong_state")
    assert code(stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "又"})) == (409, "wrong_state")


def test_what_was_withdrawn_before_its_time_is_its_keepers_alone(stage: Stage) -> None:
    tomorrow = stage.clock.today_at("18:00", days=1).isoformat()
    notice_id = stage.published(stage.street, region_codes=[regions.STREET], publish_at=tomorrow)
    withdrawn = stage.street.post(f"/notices/{notice_id}/withdraw", {"reason": "不发了"})
    assert withdrawn.json["status"] == "withdrawn"

    assert len(titles(stage.street)) == 1
    for client in (stage.worker, stage.grid_worker, stage.ada):
        assert titles(client) == []
        assert client.get(f"/notices/{notice_id}").status_code == 404
    assert titles(stage.worker, status="withdrawn") == []


def test_all_readers_are_told_however_many_they_are(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_READERS_AT_ONCE", 1)
    notice_id = stage.published()
    for reader in (stage.ada, stage.ben):
        reader.post(f"/notices/{notice_id}/read")

    stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "时间有变。"})
    stage.work_off()

    for reader in (stage.ada, stage.ben):
        assert [each["title"] for each in reader.get("/inbox").json["items"]] == ["公告已撤回"]


def test_who_only_serves_a_part_of_its_places_does_not_withdraw_it(stage: Stage) -> None:
    notice_id = stage.published(stage.district, region_codes=[regions.DISTRICT])

    assert stage.worker.get(f"/notices/{notice_id}").status_code == 200
    assert code(stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "不"})) == (
        403,
        "out_of_scope",
    )
    assert code(stage.worker.patch(f"/notices/{notice_id}", {"title": "不"})) == (403, "out_of_scope")
    assert stage.far_worker.post(f"/notices/{stage.draft()}/publish").status_code == 404


def test_the_audience_is_counted_before_publishing(stage: Stage) -> None:
    whole, tagged = stage.draft(), stage.draft(audience=["volunteer"])
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer")

    assert stage.worker.get(f"/notices/{whole}/audience").json["people"] == 2
    assert stage.worker.get(f"/notices/{tagged}/audience").json["people"] == 1
    assert stage.far_worker.get(f"/notices/{whole}/audience").status_code == 404


def test_once_published_the_audience_is_whom_it_addressed(stage: Stage) -> None:
    notice_id = stage.published()
    with stage.work() as work:
        residents.resident(work, regions.COMMUNITY, name="新邻居")

    assert stage.worker.get(f"/notices/{notice_id}/audience").json["people"] == 2
    assert stage.worker.get(f"/notices/{stage.draft()}/audience").json["people"] == 3


def test_html_in_a_text_is_words_and_a_script_never_runs(stage: Stage) -> None:
    body = "<script>alert(1)</script>\n\n[点我](javascript:alert(1)) [电话](tel:057486250000)\n\n<img src=x onerror=y>"
    shown = stage.worker.get(f"/notices/{stage.draft(body=body)}").json

    assert shown["body"] == body
    assert "<script" not in shown["body_html"]
    assert "<img" not in shown["body_html"]
    assert 'href="javascript' not in shown["body_html"]
    assert 'href="tel:057486250000"' in shown["body_html"]


def test_what_the_parser_lets_through_the_cleaner_takes_out(stage: Stage) -> None:
    body = "[图](data:image/png;base64,AAAA) [库](ftp://example.org/x) [页](https://example.org/y)"
    html = stage.worker.get(f"/notices/{stage.draft(body=body)}").json["body_html"]

    assert "data:" not in html
    assert "ftp:" not in html
    assert '<a href="https://example.org/y" rel="noopener noreferrer nofollow">页</a>' in html


def test_a_short_text_makes_no_long_page(stage: Stage) -> None:
    body = f"[此处]: https://example.org/{'a' * 9_000}\n\n{'[此处]' * 2_000}"
    shown = stage.worker.get(f"/notices/{stage.draft(body=body)}").json

    assert len(shown["body_html"]) < 2 * len(body)


def test_a_notice_has_nine_attachments_at_the_most(stage: Stage) -> None:
    answer = stage.worker.post("/notices", WATER | {"attachments": [str(uuid4()) for _ in range(10)]})

    assert code(answer) == (422, "invalid_input")
    assert answer.json["errors"].keys() == {"attachments"}


def test_unknown_places_are_refused(stage: Stage) -> None:
    answer = stage.district.post("/notices", WATER | {"region_codes": ["999999"]})

    assert code(answer) == (422, "no_such_region")
