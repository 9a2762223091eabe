"""Drafting, offering and agreeing to plans, changing, pausing and ending them, and handing them over."""

from service.elderly_care.plans.actions.agreeing import Word, agree, ask_for_code
from service.elderly_care.plans.actions.drafting import change, draft
from service.elderly_care.plans.actions.ending import end, finish, finish_all_of, stop_sharing
from service.elderly_care.plans.actions.handing_over import hand_over, hand_over_what_ends
from service.elderly_care.plans.actions.making import note_made
from service.elderly_care.plans.actions.moving import follow_request
from service.elderly_care.plans.actions.offering import decline, offer, recall
from service.elderly_care.plans.actions.pausing import pause, resume
from service.elderly_care.plans.actions.reading import forget_person, read, read_attachment, read_list
from service.elderly_care.plans.actions.revising import revise
from service.elderly_care.plans.actions.turning import turn_to_today

__all__ = [
    "Word",
    "agree",
    "ask_for_code",
    "change",
    "decline",
    "draft",
    "end",
    "finish",
    "finish_all_of",
    "follow_request",
    "forget_person",
    "hand_over",
    "hand_over_what_ends",
    "note_made",
    "offer",
    "pause",
    "read",
    "read_attachment",
    "read_list",
    "recall",
    "resume",
    "revise",
    "stop_sharing",
    "turn_to_today",
]
