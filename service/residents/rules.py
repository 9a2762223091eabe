"""Words and tables of the domain: where a record or a proxy stands, and what it may become."""

from enum import StrEnum

from service.kit.errors import WrongState


class ResidentStatus(StrEnum):
    """Where a resident's record stands."""

    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"


class ProxyScope(StrEnum):
    """In which matters a proxy may act."""

    BOOKING = "booking"
    CARE = "care"
    NOTICES = "notices"
    REPORTS = "reports"


class ProxyStatus(StrEnum):
    """Where a proxy's standing is."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


RESIDENT_MOVES: dict[ResidentStatus, frozenset[ResidentStatus]] = {
    ResidentStatus.PENDING: frozenset({ResidentStatus.VERIFIED, ResidentStatus.REJECTED}),
    ResidentStatus.VERIFIED: frozenset({ResidentStatus.MOVED_AWAY, ResidentStatus.DECEASED}),
    ResidentStatus.REJECTED: frozenset(),
    ResidentStatus.MOVED_AWAY: frozenset(
        {ResidentStatus.PENDING, ResidentStatus.VERIFIED, ResidentStatus.DECEASED}
    ),
    ResidentStatus.DECEASED: frozenset({ResidentStatus.VERIFIED}),
}

PROXY_MOVES: dict[ProxyStatus, frozenset[ProxyStatus]] = {
    ProxyStatus.PENDING: frozenset(
        {ProxyStatus.APPROVED, ProxyStatus.REFUSED, ProxyStatus.REVOKED, ProxyStatus.EXPIRED}
    ),
    ProxyStatus.APPROVED: frozenset({ProxyStatus.REVOKED, ProxyStatus.EXPIRED}),
    ProxyStatus.REFUSED: frozenset(),
    ProxyStatus.REVOKED: frozenset(),
    ProxyStatus.EXPIRED: frozenset(),
}


def check_resident_move(present: ResidentStatus, wanted: ResidentStatus) -> None:
    """Raise WrongState unless a record may go from one status to the other; a death entered by mistake may be undone."""
    if wanted not in RESIDENT_MOVES[present]:
        raise WrongState(state=present)


def check_proxy_move(present: ProxyStatus, wanted: ProxyStatus) -> None:
    """Raise WrongState unless a proxy may go from one status to the other."""
    if wanted not in PROXY_MOVES[present]:
        raise WrongState(state=present)
