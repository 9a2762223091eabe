"""How much the lists and readings of notices ask of the database."""

from sqlalchemy import Engine

from tests.events.notices.conftest import Stage, titles
from tests.statements import statements

# Who asks, and the page.
PAGE = 2
# Who asks; what the notice is to them; the reading with its count; what is told of it.
READING = 4


def test_a_page_takes_one_statement_after_who_asks(stage: Stage, engine: Engine) -> None:
    stage.published()
    titles(stage.ada)
    titles(stage.worker)

    for client in (stage.ada, stage.worker):
        with statements(engine) as sent:
            assert titles(client) == ["周三停水"]
        assert len(sent) == PAGE, "\n\n".join(sent)


def test_reading_takes_few_statements(stage: Stage, engine: Engine) -> None:
    notice_id = stage.published()

    with statements(engine) as sent:
        assert stage.ada.post(f"/notices/{notice_id}/read").status_code == 200

    assert len(sent) == READING, "\n\n".join(sent)
