"""What is done so that a notice gets to every household."""

from service.events.reaching.actions.climbing import climb, go_on_where_due
from service.events.reaching.actions.following import follow
from service.events.reaching.actions.forgetting import forget_people_before
from service.events.reaching.actions.gathering import begin, begin_where_given_up, gather
from service.events.reaching.actions.leaving import end, note_whether_here
from service.events.reaching.actions.noting import note_confirmed_by, note_sent, reach
from service.events.reaching.actions.showing import ShownReaching, read_households, read_receipts
from service.events.reaching.actions.telling import tell_workers

__all__ = [
    "ShownReaching",
    "begin",
    "begin_where_given_up",
    "climb",
    "end",
    "follow",
    "forget_people_before",
    "gather",
    "go_on_where_due",
    "note_confirmed_by",
    "note_sent",
    "note_whether_here",
    "reach",
    "read_households",
    "read_receipts",
    "tell_workers",
]
