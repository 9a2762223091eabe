"""Proofs over HTTP."""

from service.elderly_care.proofs.routes.followings import amendments, anomalies
from service.elderly_care.proofs.routes.policies import not_served_policies, vital_ranges
from service.elderly_care.proofs.routes.visits import proofs

__all__ = ["amendments", "anomalies", "not_served_policies", "proofs", "vital_ranges"]
