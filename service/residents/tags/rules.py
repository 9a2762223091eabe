"""What a tag may be, from when until when it holds, and which ages have it."""

from dataclasses import dataclass
from datetime import date

from service.kit.texts import Worded
from service.residents.people.rules import years_before
from service.residents.tags.errors import ImpossibleTagSpan, TagNeedsEnd

CODE_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"


class TagKind(Worded):
    """What a tag is about."""

    AGE = "age", "年龄", "age"
    FAMILY = "family", "家庭", "family"
    HEALTH = "health", "健康", "health"
    ASSISTANCE = "assistance", "救助", "assistance"
    CIVIC = "civic", "社会身份", "civic standing"
    HOUSING = "housing", "居住", "housing"


@dataclass(frozen=True, slots=True)
class Births:
    """The birth dates of who has an age today: after `after`, until `until`; None leaves an end open."""

    after: date | None
    until: date | None

    def include(self, born: date | None) -> bool:
        """Whether somebody born then is of that age."""
        if born is None or (self.after is not None and born <= self.after):
            return False
        return self.until is None or born <= self.until


def births(today: date, age_from: int | None, age_below: int | None) -> Births:
    """The birth dates of who is at least `age_from` and not yet `age_below` years old today."""
    return Births(
        after=None if age_below is None else years_before(today, age_below),
        until=None if age_from is None else years_before(today, age_from),
    )


def check_span(
    today: date,
    *,
    born: date | None,
    valid_from: date,
    valid_until: date | None,
    review_on: date | None,
    needs_end: bool,
) -> None:
    """Raise ImpossibleTagSpan or TagNeedsEnd, naming the day at fault."""
    if valid_from > today or (born is not None and valid_from < born):
        raise ImpossibleTagSpan(field="valid_from")
    if needs_end and valid_until is None:
        raise TagNeedsEnd(field="valid_until")
    if valid_until is not None and valid_until < valid_from:
        raise ImpossibleTagSpan(field="valid_until")
    if review_on is not None and review_on <= valid_from:
        raise ImpossibleTagSpan(field="review_on")
