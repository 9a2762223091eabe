"""Questions about inspections."""

from service.elderly_care.inspections.queries.inspections import (
    contract_to_inspect,
    finding,
    finding_to_change,
    findings_of,
    inspected_by,
    inspection,
    inspections,
    mendings,
    overdue,
    readable,
    steps_of,
)
from service.elderly_care.inspections.queries.showing import (
    ShownFindingStep,
    ShownInspection,
    ShownInspectionFinding,
    shown,
)

__all__ = [
    "ShownFindingStep",
    "ShownInspection",
    "ShownInspectionFinding",
    "contract_to_inspect",
    "finding",
    "finding_to_change",
    "findings_of",
    "inspected_by",
    "inspection",
    "inspections",
    "mendings",
    "overdue",
    "readable",
    "shown",
    "steps_of",
]
