"""Facts about proofs that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class VisitServed:
    """A visit was made: all who were needed came and went."""

    visit_id: UUID


@message
class VisitMissed:
    """Nobody came within the time that was agreed."""

    visit_id: UUID


@message
class VisitLate:
    """Nobody has come some minutes after the planned start."""

    visit_id: UUID


@message
class VisitUnfinished:
    """Somebody came, and nothing says that they went."""

    visit_id: UUID


@message
class MissClimbed:
    """A missed visit was not explained in time, so that somebody further up is to know."""

    visit_id: UUID
    step: str


@message
class VisitExplained:
    """An operator said why a visit was missed or is in doubt."""

    visit_id: UUID
    explanation_id: UUID


@message
class VisitNotServed:
    """A visit was due and not served, for a reason."""

    visit_id: UUID
    report_id: UUID


@message
class IncidentHappened:
    """Something happened at a visit that others must know of."""

    incident_id: UUID


@message
class VitalsOutOfRange:
    """What was measured at a visit lies outside the range that is watched; the values are told to nobody here."""

    visit_id: UUID


@message
class VisitConfirmed:
    """A visit counts as made, by somebody's word or by silence."""

    visit_id: UUID


@message
class AmendmentMade:
    """Something recorded of a visit is to be put right."""

    amendment_id: UUID


@message
class AmendmentDecided:
    """A late amendment was approved or rejected."""

    amendment_id: UUID
