"""The rules of planning: days and timetables, routes and what is left of them, and by what a plan is measured."""

from service.elderly_care.planner.rules.boards import Board, Placement, strangeness
from service.elderly_care.planner.rules.days import Day, Task, Ways, Worker, minute_of, moment_at
from service.elderly_care.planner.rules.greedy import greedy
from service.elderly_care.planner.rules.proposing import (
    ROUNDS,
    DayProposal,
    ProposedStop,
    Unplaced,
    begin,
    finish,
    kept,
    restored,
)
from service.elderly_care.planner.rules.reasons import UnplacedReason, reason
from service.elderly_care.planner.rules.routing import Opening, Routes, Routing, Stint, routing_of

__all__ = [
    "ROUNDS",
    "Board",
    "Day",
    "DayProposal",
    "Opening",
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
    "finish",
    "greedy",
    "kept",
    "minute_of",
    "moment_at",
    "reason",
    "restored",
    "routing_of",
    "strangeness",
]
