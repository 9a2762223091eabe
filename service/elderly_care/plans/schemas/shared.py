"""What the shapes of plans share."""

from typing import Any

from service.kit import fields

RULE = {
    "example": "FREQ=WEEKLY;BYDAY=TU,FR",
    "description": "RFC 5545, counted from the first day: FREQ (DAILY to YEARLY), INTERVAL, BYDAY, BYMONTHDAY, BYSETPOS, "
    "COUNT, UNTIL (a day).",
}
OPENS = {"example": "09:00"}
CLOSES = {"example": "11:00", "description": "On the next day where it is earlier than the start."}
HASH = {"example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
PRICE = {"example": 8000, "description": "What one time costs, in fen; only in a private plan."}


def day(example: str, **options: Any) -> fields.Date:
    """A field for a calendar day."""
    return fields.Date(metadata={"example": example}, **options)
