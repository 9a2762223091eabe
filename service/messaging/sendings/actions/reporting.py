"""What the voice gateway reports of calls that are over."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from service.kit.errors import NotFound
from service.kit.voice import CallReport, CallState
from service.kit.voice.aliyun import reports_in
from service.kit.work import UnitOfWork
from service.messaging.rules import Channel
from service.messaging.sendings.actions import ending
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import Reason, SendingStatus

_HEARD = "1"


def take_voice_reports(work: UnitOfWork, token: str, told: Sequence[Mapping[str, Any]]) -> None:
    """Note how calls ended; raises NotFound for who does not know the secret.

    Of calls that are not ours, or whose end is known, nothing is noted. Only that somebody pressed 1 still counts after
    the gateway was asked and said no more than that they had answered.
    """
    known = work.house.settings.voice_report_token
    if not known or not hmac.compare_digest(token.encode(), known.encode()):
        raise NotFound
    for report in sorted(reports_in(told), key=lambda each: each.call_id):
        query = select(Sending).where(Sending.provider_id == report.call_id, Sending.channel == Channel.VOICE)
        sending = work.session.scalar(query.with_for_update())
        if sending is not None:
            _note(work, sending, report)


def _note(work: UnitOfWork, sending: Sending, report: CallReport) -> None:
    has_heard = _HEARD in report.pressed
    if sending.status is SendingStatus.WAITING:
        if has_heard:
            ending.end_held(work, sending, SendingStatus.SENT, Reason.CONFIRMED)
        elif report.state is CallState.ANSWERED:
            ending.end_held(work, sending, SendingStatus.SENT)
        else:
            ending.end_held(work, sending, SendingStatus.FAILED, Reason.NOT_ANSWERED)
    elif has_heard and sending.status is SendingStatus.SENT and sending.reason is None:
        sending.reason = Reason.CONFIRMED
        ending.tell(work, sending)
