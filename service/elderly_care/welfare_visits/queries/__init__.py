"""Questions about whom to call on, who was, and what was found."""

from service.elderly_care.welfare_visits.queries.cards import ShownElder, elder_card, reason_of
from service.elderly_care.welfare_visits.queries.contacts import (
    ShownContact,
    contacts_of_elder,
    contacts_of_visits,
    content_of,
    known_contact,
    shown_contact,
)
from service.elderly_care.welfare_visits.queries.figures import WelfareFigures, figures
from service.elderly_care.welfare_visits.queries.grading import Graded, by_hand, concerned_ids, graded
from service.elderly_care.welfare_visits.queries.lists import visits_to_make
from service.elderly_care.welfare_visits.queries.policies import policies, policy, policy_row, shown_policy
from service.elderly_care.welfare_visits.queries.showing import ShownVisit, shown
from service.elderly_care.welfare_visits.queries.visits import (
    DueVisit,
    due_now,
    due_visits,
    every_visit_of,
    held,
    held_due,
    overdue,
    readable,
    settled_before,
    visit,
    welfare_elder,
)

__all__ = [
    "DueVisit",
    "Graded",
    "ShownContact",
    "ShownElder",
    "ShownVisit",
    "WelfareFigures",
    "by_hand",
    "concerned_ids",
    "contacts_of_elder",
    "contacts_of_visits",
    "content_of",
    "due_now",
    "due_visits",
    "elder_card",
    "every_visit_of",
    "figures",
    "graded",
    "held",
    "held_due",
    "known_contact",
    "overdue",
    "policies",
    "policy",
    "policy_row",
    "readable",
    "reason_of",
    "settled_before",
    "shown",
    "shown_contact",
    "shown_policy",
    "visit",
    "visits_to_make",
    "welfare_elder",
]
