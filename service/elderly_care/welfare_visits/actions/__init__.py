"""Making visits due, making them, what hastens and what ends them, and what climbs when nobody goes."""

from service.elderly_care.welfare_visits.actions.arranging import (
    hold_elder,
    note_change,
    set_grade,
    tell_wish,
)
from service.elderly_care.welfare_visits.actions.climbing import tell_overdue
from service.elderly_care.welfare_visits.actions.doing import done
from service.elderly_care.welfare_visits.actions.forgetting import (
    forget_person,
    forget_settled,
    one_of_each,
)
from service.elderly_care.welfare_visits.actions.hastening import hasten, hasten_after_hospital
from service.elderly_care.welfare_visits.actions.making import end_all_of, follow_elder, renew, renew_all
from service.elderly_care.welfare_visits.actions.policies import set_policy
from service.elderly_care.welfare_visits.actions.reading import read, read_elder, read_list

__all__ = [
    "done",
    "end_all_of",
    "follow_elder",
    "forget_person",
    "forget_settled",
    "hasten",
    "hasten_after_hospital",
    "hold_elder",
    "note_change",
    "one_of_each",
    "read",
    "read_elder",
    "read_list",
    "renew",
    "renew_all",
    "set_grade",
    "set_policy",
    "tell_overdue",
    "tell_wish",
]
