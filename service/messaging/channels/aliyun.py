"""What Alibaba Cloud's gateways mean by not taking a text message or a call."""

from service.messaging.channels import Down, NotNow, Outcome, Unfit, Unreached

_TOO_OFTEN = "isv.BUSINESS_LIMIT_CONTROL"


def not_taken(reason: str) -> Outcome:
    """This person has had too many lately, or the gateway is down."""
    return NotNow(reason) if reason.startswith(_TOO_OFTEN) else Down(reason)


def refused(reason: str, of_the_person: tuple[str, ...]) -> Outcome:
    """It is this number that can not be reached, or the person who wants no more; all else is ours to mend."""
    return Unreached(reason) if reason.startswith(of_the_person) else Unfit(reason)
