"""What happens to notices by the clock."""

from datetime import timedelta

from sqlalchemy import func, select

from service.events.notices.jobs import forget_people
from service.events.notices.models import Addressee, Receipt
from tests.events.notices.conftest import Stage, titles


def test_a_scheduled_notice_is_published_in_its_minute(stage: Stage) -> None:
    at = stage.clock.now() + timedelta(minutes=2)
    notice_id = stage.draft(publish_at=at, priority="important")

    scheduled = stage.worker.post(f"/notices/{notice_id}/publish").json
    assert (scheduled["status"], scheduled["published_at"]) == ("scheduled", None)
    assert stage.worker.post(f"/notices/{notice_id}/publish").status_code == 409
    stage.minute()
    assert titles(stage.ada) == []
    stage.minute()
    stage.work_off()

    assert stage.worker.get(f"/notices/{notice_id}").json["status"] == "published"
    assert titles(stage.ada) == ["周三停水"]
    assert len(stage.ada.get("/inbox").json["items"]) == 1


def test_a_scheduled_notice_can_be_taken_back_and_written_anew(stage: Stage) -> None:
    notice_id = stage.draft(publish_at=stage.clock.now() + timedelta(minutes=1))
    stage.worker.post(f"/notices/{notice_id}/publish")

    assert stage.worker.post(f"/notices/{notice_id}/return", {"reason": "改时间"}).json["status"] == "draft"
    stage.minute()
    assert titles(stage.ada) == []
    stage.worker.patch(f"/notices/{notice_id}", {"publish_at": None})
    assert stage.worker.post(f"/notices/{notice_id}/publish").json["status"] == "published"


def test_after_a_stop_what_is_due_is_published_late_and_what_is_over_not_at_all(stage: Stage) -> None:
    now = stage.clock.now()
    late = stage.draft(title="迟", publish_at=now + timedelta(minutes=5))
    over = stage.draft(
        title="过", publish_at=now + timedelta(minutes=5), expires_at=now + timedelta(minutes=30)
    )
    for notice_id in (late, over):
        stage.worker.post(f"/notices/{notice_id}/publish")

    stage.later(hours=1)
    stage.minute()
    stage.work_off()

    assert titles(stage.ada) == ["迟"]
    assert stage.worker.get(f"/notices/{over}").json["status"] == "expired"
    assert [each["title"] for each in stage.worker.get("/inbox").json["items"]] == ["公告未能发布"]


def test_after_years_it_is_forgotten_who_was_addressed_and_how_many_stays(stage: Stage) -> None:
    notice_id = stage.published()
    stage.ada.post(f"/notices/{notice_id}/read")
    stage.later(days=1100)

    with stage.work() as work:
        oldest = work.now - timedelta(days=work.house.settings.notice_people_days)
        assert [forget_people(work, oldest, 2), forget_people(work, oldest, 2)] == [2, 1]
    with stage.work() as work:
        assert forget_people(work, oldest, 2) == 0
        left = [
            work.session.scalar(select(func.count()).select_from(model)) for model in (Addressee, Receipt)
        ]

    assert left == [0, 0]
    receipts = stage.worker.get(f"/notices/{notice_id}/receipts").json
    assert (receipts["addressed"], receipts["read"]) == (2, 1)
