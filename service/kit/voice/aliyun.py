"""Alibaba Cloud as voice gateway: `IvrCall`, `QueryCallDetailByCallId` and its reports, API version 2017-05-25."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from config import Settings
from service.kit.aliyun import Account, AliyunApi, AliyunDown, refusal_in
from service.kit.clock import Clock
from service.kit.randomness import Randomness
from service.kit.voice import Call, CallReport, CallState, VoiceGatewayDown, VoiceRefused

_VERSION = "2017-05-25"
_PLAY_TIMES, _WAIT_FOR_KEY_MS = "2", "5000"
# By which they know a call with keys from others.
_IVR = "11000000300005"
# The call was answered and ended as calls do.
_ANSWERED = "200000"
_MOBILE = re.compile(r"1\d{10}")


class AliyunVoice:
    """Asks Alibaba Cloud to call; the telephone and what it hears stand in no log line."""

    def __init__(self, settings: Settings, clock: Clock, randomness: Randomness) -> None:
        self._clock = clock
        self._number = settings.voice_show_number
        self._templates = {
            name: (speech, thanks)
            for name, speech, thanks in (each.split(":") for each in settings.voice_templates)
        }
        account = Account(
            settings.voice_base_url,
            settings.voice_access_key_id,
            settings.voice_access_key_secret,
            settings.voice_timeout_seconds,
        )
        self._api = AliyunApi(account, _VERSION, clock, randomness)

    def call(self, call: Call) -> str:
        if call.template not in self._templates:
            raise VoiceRefused("no_such_template")
        speech, thanks = self._templates[call.template]
        answer = self._ask(
            "IvrCall",
            {
                "CalledShowNumber": self._number,
                "CalledNumber": _as_dialled(call.phone),
                "StartCode": speech,
                "StartTtsParams": json.dumps(dict(call.values), ensure_ascii=False),
                "PlayTimes": _PLAY_TIMES,
                "Timeout": _WAIT_FOR_KEY_MS,
                "MenuKeyMap.1.Key": "1",
                "MenuKeyMap.1.Code": thanks,
                "OutId": call.out_id,
            },
        )
        call_id = answer.get("CallId")
        if not isinstance(call_id, str) or not call_id:
            raise VoiceGatewayDown("no_call_id")
        return call_id

    def state_of(self, call_id: str) -> CallState:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        asked = {"CallId": call_id, "ProdId": _IVR, "QueryDate": str(milliseconds)}
        told = self._ask("QueryCallDetailByCallId", asked).get("Data")
        try:
            detail = json.loads(told) if isinstance(told, str) else {}
        except ValueError:
            detail = {}
        if not isinstance(detail, dict) or not detail.get("endDate"):
            return _without_end(detail if isinstance(detail, dict) else {})
        return CallState.ANSWERED if _seconds(detail.get("duration")) > 0 else CallState.NOT_ANSWERED

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()

    def _ask(self, action: str, parameters: dict[str, str]) -> dict[str, Any]:
        try:
            answer = self._api.ask(action, parameters)
            refusal = refusal_in(answer)
        except AliyunDown as down:
            raise VoiceGatewayDown(str(down)) from None
        if refusal is not None:
            raise VoiceRefused(refusal)
        return answer


def reports_in(told: Iterable[Mapping[str, Any]]) -> Iterator[CallReport]:
    """The calls of which a batch of their reports (`VoiceReport`) tells."""
    for each in told:
        is_answered = each.get("status_code") == _ANSWERED or _seconds(each.get("duration")) > 0
        state = CallState.ANSWERED if is_answered else CallState.NOT_ANSWERED
        yield CallReport(each["call_id"], state, each.get("dtmf") or "")


def _as_dialled(phone: str) -> str:
    """A number as one dials it in China: of a landline with the zero before its area code."""
    number = phone.removeprefix("+86")
    return number if _MOBILE.fullmatch(number) else f"0{number}"


def _without_end(detail: dict[str, Any]) -> CallState:
    """A call that never began has no end either: then it has a carrier's state and no duration."""
    state = detail.get("state")
    return CallState.NOT_ANSWERED if state and not detail.get("startDate") else CallState.UNDER_WAY


def _seconds(value: object) -> int:
    """A duration as they tell it: a number, or text like `10秒`."""
    digits = str(value).removesuffix("秒")
    return int(digits) if digits.isdecimal() else 0
