"""Questions about entitlements, what is publicised of them, and what they give in a month."""

from service.elderly_care.entitlements.queries.comparing import stays_of
from service.elderly_care.entitlements.queries.conditions import (
    Condition,
    condition_of,
    has_on,
    has_open_objection,
    month_of_change,
    objection,
    scheme_excluded_by,
)
from service.elderly_care.entitlements.queries.entitlements import (
    entitlement,
    entitlements,
    every_entitlement_of,
    held_of,
    names_for,
    open_or_running,
    readable,
    to_compare,
    waiting,
)
from service.elderly_care.entitlements.queries.months import (
    FindingInMonth,
    GrantedInMonth,
    granted_days,
    granted_in,
)
from service.elderly_care.entitlements.queries.publications import Publication, publications
from service.elderly_care.entitlements.queries.showing import (
    ShownEntitlement,
    facts_of_step,
    findings_of,
    note_of,
    objections_of,
    shown,
    steps_of,
    text_of_step,
    wanted_by,
)

__all__ = [
    "Condition",
    "FindingInMonth",
    "GrantedInMonth",
    "Publication",
    "ShownEntitlement",
    "condition_of",
    "entitlement",
    "entitlements",
    "every_entitlement_of",
    "facts_of_step",
    "findings_of",
    "granted_days",
    "granted_in",
    "has_on",
    "has_open_objection",
    "held_of",
    "month_of_change",
    "names_for",
    "note_of",
    "objection",
    "objections_of",
    "open_or_running",
    "publications",
    "readable",
    "scheme_excluded_by",
    "shown",
    "stays_of",
    "steps_of",
    "text_of_step",
    "to_compare",
    "waiting",
    "wanted_by",
]
