"""Marks and what follows from them: confirmation, misses, amendments, incidents, anomalies, forgetting."""

from service.elderly_care.proofs.actions.amending import amend, decide, tasks_now
from service.elderly_care.proofs.actions.confirming import confirm, settle_silent
from service.elderly_care.proofs.actions.examining import (
    RUN,
    ask,
    examine_some,
    explain_anomaly,
    settle_anomaly,
)
from service.elderly_care.proofs.actions.forgetting import forget_person, forget_places, forget_reports
from service.elderly_care.proofs.actions.marking import Marked, Told, check_in, record_by_hand
from service.elderly_care.proofs.actions.policies import (
    list_policies,
    list_ranges,
    set_policies,
    set_ranges,
)
from service.elderly_care.proofs.actions.reading import (
    read_anomalies,
    read_photo,
    read_proof,
    read_waiting,
)
from service.elderly_care.proofs.actions.reporting import check_out
from service.elderly_care.proofs.actions.telling import not_serve, report_incident
from service.elderly_care.proofs.actions.ticking import Tick, tick_all
from service.elderly_care.proofs.actions.watching import (
    climb,
    explain,
    miss,
    tell_late,
    tell_unfinished,
)

__all__ = [
    "RUN",
    "Marked",
    "Tick",
    "Told",
    "amend",
    "ask",
    "check_in",
    "check_out",
    "climb",
    "confirm",
    "decide",
    "examine_some",
    "explain",
    "explain_anomaly",
    "forget_person",
    "forget_places",
    "forget_reports",
    "list_policies",
    "list_ranges",
    "miss",
    "not_serve",
    "read_anomalies",
    "read_photo",
    "read_proof",
    "read_waiting",
    "record_by_hand",
    "report_incident",
    "set_policies",
    "set_ranges",
    "settle_anomaly",
    "settle_silent",
    "tasks_now",
    "tell_late",
    "tell_unfinished",
    "tick_all",
]
