"""Words and tables of the domain: where a record or a proxy stands, and what it may become."""

from enum import StrEnum

from service.kit.errors import WrongState
from service.kit.texts import Worded


class ResidentStatus(Worded):
    """Where a resident's record stands."""

    PENDING = "pending", "待核实", "waiting for verification"
    VERIFIED = "verified", "已核实", "verified"
    REJECTED = "rejected", "未通过核实", "rejected"
    MOVED_AWAY = "moved_away", "已迁出", "moved away"
    DECEASED = "deceased", "已去世", "deceased"


# What is left of a name that was erased.
ERASED_NAME = "已注销"
# What an asker says of themself: as what it is handed in to be checked.
WORDS_OF_PROXY = "residents.proxy_words"


class ProxyScope(StrEnum):
    """In which matters a proxy may act."""

    BOOKING = "booking"
    CARE = "care"
    NOTICES = "notices"
    REPORTS = "reports"


class ProxyStatus(Worded):
    """Where a proxy's standing is."""

    PENDING = "pending", "待同意", "waiting for approval"
    APPROVED = "approved", "已同意", "approved"
    REFUSED = "refused", "未同意", "refused"
    REVOKED = "revoked", "已撤销", "revoked"
    EXPIRED = "expired", "已到期", "expired"


class AgreementWay(Worded):
    """How an elder's agreement was brought."""

    APP = "app", "线上本人同意", "in person, online"
    SMS_CODE = "sms_code", "短信验证码", "by SMS code"
    PAPER = "paper", "书面", "on paper"
    WORKER = "worker", "社区工作者核实", "by a worker who knows them"


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
