"""Tables of proofs."""

from service.elderly_care.proofs.models.followings import (
    Amendment,
    Anomaly,
    Explanation,
    Incident,
    NotServed,
    OverdueVisit,
)
from service.elderly_care.proofs.models.marks import ServedTime, VisitMark, VisitProof, VisitReport
from service.elderly_care.proofs.models.policies import NotServedPolicy, VitalRange

__all__ = [
    "Amendment",
    "Anomaly",
    "Explanation",
    "Incident",
    "NotServed",
    "NotServedPolicy",
    "OverdueVisit",
    "ServedTime",
    "VisitMark",
    "VisitProof",
    "VisitReport",
    "VitalRange",
]
