"""How much signing up, and reading what there is, asks of the database."""

from sqlalchemy import Engine

from tests.events.activities.conftest import Stage
from tests.statements import statements

# Who acts; the activity; the resident; the place; the sign-up; the message; what is answered; the audit entry.
SIGN_UP = 8
# Who acts; for whom one may act, their organisations, where they live and their tags; the page; own places and waits.
PAGE = 10


def test_signing_up_takes_few_statements(engine: Engine, stage: Stage) -> None:
    activity, other = stage.activity(), stage.activity()
    stage.as_ada.post(f"/activities/{other.id}/sign-up")

    with statements(engine) as sent:
        stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert len(sent) <= SIGN_UP, "\n\n".join(sent)


def test_a_page_takes_as_many_statements_however_long_it_is(engine: Engine, stage: Stage) -> None:
    for _ in range(3):
        stage.as_ada.post(f"/activities/{stage.activity().id}/sign-up")
    stage.as_ada.get("/activities")

    with statements(engine) as short:
        stage.as_ada.get("/activities?limit=1")
    with statements(engine) as long:
        page = stage.as_ada.get("/activities")

    assert len(page.json["items"]) == 3
    assert len(short) == len(long) <= PAGE, "\n\n".join(long)
