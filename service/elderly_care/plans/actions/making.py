"""Keeping how far the visits of a plan are made."""

from datetime import date

from service.elderly_care.plans.models import CarePlan


def note_made(row: CarePlan, until: date) -> None:
    """Note that the visits of a plan, which is held, are made up to a day."""
    row.visits_made_until = until
