"""What tags need by the clock."""

from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.residents.tags import actions


@daily_at("08:30")
def remind_of_reviews(work: UnitOfWork) -> None:
    """Tell workers of tags that are to be looked at again."""
    actions.remind_of_reviews(work)
