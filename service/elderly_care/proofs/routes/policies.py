"""What the district keeps about visits, over HTTP."""

from collections.abc import Sequence
from typing import Any

from service.elderly_care.proofs import actions
from service.elderly_care.proofs.errors import ImpossibleRange, NoSuchCode
from service.elderly_care.proofs.models import NotServedPolicy, VitalRange
from service.elderly_care.proofs.schemas.policies import (
    NotServedPoliciesSchema,
    NotServedPolicyChangesSchema,
    NotServedPolicySchema,
    VitalRangeChangesSchema,
    VitalRangeSchema,
    VitalRangesSchema,
)
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.work import UnitOfWork

not_served_policies = Blueprint(
    "care_not_served_policies",
    url_prefix="/care/not-served-policies",
    description="未服务规则: what a visit that was not served is worth.",
)
vital_ranges = Blueprint(
    "care_vital_ranges", url_prefix="/care/vital-ranges", description="关注范围: which vitals are watched."
)


@not_served_policies.get()
@not_served_policies.paged(NotServedPolicySchema)
def list_not_served_policies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[NotServedPolicy]:
    """List what a visit that is not served is paid now, by reason."""
    return actions.list_policies(work, **wanted)


@not_served_policies.put()
@not_served_policies.arguments(NotServedPolicyChangesSchema)
@not_served_policies.response(200, NotServedPoliciesSchema)
@not_served_policies.fails(NoSuchCode)
def set_not_served_policies(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Sequence[NotServedPolicy]]:
    """Let other policies hold from now on, as the district; visits keep the ones that held for them."""
    return {"items": actions.set_policies(work, **wanted)}


@vital_ranges.get()
@vital_ranges.paged(VitalRangeSchema)
def list_vital_ranges(work: UnitOfWork, wanted: dict[str, Any]) -> Page[VitalRange]:
    """List the ranges of vitals that are watched."""
    return actions.list_ranges(work, **wanted)


@vital_ranges.put()
@vital_ranges.arguments(VitalRangeChangesSchema)
@vital_ranges.response(200, VitalRangesSchema)
@vital_ranges.fails(ImpossibleRange)
def set_vital_ranges(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Sequence[VitalRange]]:
    """Watch other ranges from now on, as the district."""
    return {"items": actions.set_ranges(work, **wanted)}
