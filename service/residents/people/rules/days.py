"""Days as people write them, and which can be birthdays."""

import re
import unicodedata
from datetime import date

from service.residents.people.errors import BadDay, ImpossibleBirthDate

LONGEST_LIFE_YEARS = 130
_WRITTEN = re.compile(
    r"([12][0-9]{3})(?:([-/.])(1[0-2]|0?[1-9])\2([0-9]{1,2})|年(1[0-2]|0?[1-9])月([0-9]{1,2})[日号]?)"
)
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


def normal_day(typed: str, *, field: str) -> date:
    """The day that was meant by 1940-01-31, 1940/1/31, 1940.1.31, 1940年1月31日 or 19400131. Raises BadDay."""
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", typed).strip())
    found = _WRITTEN.fullmatch(text.replace(" ", "")) or _COMPACT.fullmatch(text)
    if found is None:
        raise BadDay(field=field)
    year, month, day = (part for part in found.groups() if part and part.isdecimal())
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadDay(field=field) from error


def check_birth_date(born: date, today: date, *, field: str = "birth_on") -> None:
    """Raise ImpossibleBirthDate for a day to come, or one longer ago than anybody has lived."""
    if not years_before(today, LONGEST_LIFE_YEARS) <= born <= today:
        raise ImpossibleBirthDate(field=field, years=LONGEST_LIFE_YEARS)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; who was born then turns that old on `day`.

    Who was born on a 29 February has the birthday on 1 March of other years: they are born later than the 28th.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
