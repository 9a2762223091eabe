"""The rules of planning: days and timetables, routes and what is left of them, and by what a plan is measured."""

from service.elderly_care.planner.rules.boards import Board, Placement, strangeness
from service.elderly_care.planner.rules.days import Day, Task, Ways, Worker, minute_of, moment_at
from service.elderly_care.planner.rules.greedy import greedy
from service.elderly_care.planner.rules.parts import MOST_CAREGIVERS, Part, groups, part
from service.elderly_care.planner.rules.proposing import (
    ROUNDS,
    DayProposal,
    Draft,
    Kept,
    ProposedStop,
    Unplaced,
    begin,
    finish,
    follow,
    kept,
)
from service.elderly_care.planner.rules.reasons import UnplacedReason, reason
from service.elderly_care.planner.rules.routing import (
    Opening,
    Routes,
    Routing,
    Stint,
    cost,
    linked,
    routing_of,
)

__all__ = [
    "MOST_CAREGIVERS",
    "ROUNDS",
    "Board",
    "Day",
    "DayProposal",
    "Draft",
    "Kept",
    "Opening",
    "Part",
    "Placement",
    "ProposedStop",
    "Routes",
    "Routing",
    "Stint",
    "Task",
    "Unplaced",
    "UnplacedReason",
    "Ways",
    "Worker",
    "begin",
    "cost",
    "finish",
    "follow",
    "greedy",
    "groups",
    "kept",
    "linked",
    "minute_of",
    "moment_at",
    "part",
    "reason",
    "routing_of",
    "strangeness",
]
