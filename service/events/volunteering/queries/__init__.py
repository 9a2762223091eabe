"""Questions about the time bank."""

from service.events.volunteering.queries.accounts import ShownAccount, account, standing_of
from service.events.volunteering.queries.books import (
    Books,
    community_of,
    credited,
    hold,
    open_and_hold,
    open_claims,
)
from service.events.volunteering.queries.corrections import (
    ShownCorrection,
    StandingCorrection,
    correction_of,
    corrections,
    readable_correction,
    shown_correction,
    standing_corrections,
)
from service.events.volunteering.queries.entries import ShownEntry, ShownMovement, entries, shown_movement
from service.events.volunteering.queries.hours import (
    ShownHours,
    doubled,
    hours,
    hours_of_attendance,
    locked_hours,
    readable_hours,
    shown_hours,
)
from service.events.volunteering.queries.ledger import Ledger, LedgerRow, ledger
from service.events.volunteering.queries.personal import (
    accounts_of,
    every_correction_of,
    every_entry_of,
    every_hours_of,
    left_to_pools,
)

__all__ = [
    "Books",
    "Ledger",
    "LedgerRow",
    "ShownAccount",
    "ShownCorrection",
    "ShownEntry",
    "ShownHours",
    "ShownMovement",
    "StandingCorrection",
    "account",
    "accounts_of",
    "community_of",
    "correction_of",
    "corrections",
    "credited",
    "doubled",
    "entries",
    "every_correction_of",
    "every_entry_of",
    "every_hours_of",
    "hold",
    "hours",
    "hours_of_attendance",
    "ledger",
    "left_to_pools",
    "locked_hours",
    "open_and_hold",
    "open_claims",
    "readable_correction",
    "readable_hours",
    "shown_correction",
    "shown_hours",
    "shown_movement",
    "standing_corrections",
    "standing_of",
]
