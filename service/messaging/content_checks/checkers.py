"""The machine that looks at texts: what it is asked, and WeChat's (`msg_sec_check`, version 2)."""

from collections.abc import Mapping
from typing import Any, Protocol

import structlog

from service.kit.content import Scene
from service.kit.house import House
from service.kit.wechat import WeChatDown, WeChatNotOffered
from service.kit.wechat.tokens import ask
from service.messaging.content_checks.rules import Label, Suggestion, Verdict, parts_of, worst

log = structlog.get_logger()

_PATH = "/wxa/msg_sec_check"
_SCENES = {Scene.PROFILE: 1, Scene.COMMENT: 2, Scene.FORUM: 3, Scene.JOURNAL: 4}
_SUGGESTIONS: dict[object, Suggestion] = {each.value: each for each in Suggestion}
_LABELS: dict[object, Label] = {
    100: Label.NORMAL,
    10001: Label.ADVERTISEMENT,
    20001: Label.POLITICS,
    20002: Label.SEXUAL,
    20003: Label.ABUSE,
    20006: Label.CRIME,
    20008: Label.FRAUD,
    20012: Label.VULGAR,
    20013: Label.COPYRIGHT,
}
# An openid that is none or another application's, and one whose person has not been here for two hours.
_NOT_KNOWN = frozenset({40003, 43104, 61010})
# Too many questions a minute or a day.
_TOO_MANY = frozenset({45009, 45011})


class CheckerDown(Exception):
    """The machine gave no answer; it may later."""


class AuthorNotKnown(Exception):
    """The machine looks only at texts of people whom it has seen lately."""


class ContentChecker(Protocol):
    """Says of a text whether it may be shown; raises CheckerDown, AuthorNotKnown."""

    def check(self, text: str, *, author: str, scene: Scene) -> Verdict: ...


class WeChatChecker:
    """Asks WeChat, which knows the author by their openid."""

    def __init__(self, house: House) -> None:
        self._house = house

    def check(self, text: str, *, author: str, scene: Scene) -> Verdict:
        return worst([self._check(part, author, scene) for part in parts_of(text)])

    def _check(self, part: str, author: str, scene: Scene) -> Verdict:
        asked = {"content": part, "version": 2, "scene": _SCENES[scene], "openid": author}
        try:
            answer = ask(self._house, _PATH, asked)
        except (WeChatDown, WeChatNotOffered) as error:
            raise CheckerDown from error
        errcode = answer.get("errcode", 0)
        if errcode in _NOT_KNOWN:
            raise AuthorNotKnown
        if errcode != 0:
            self._report(errcode)
            raise CheckerDown
        return _verdict(answer)

    @staticmethod
    def _report(errcode: object) -> None:
        if errcode not in _TOO_MANY:
            log.error("content_check_refused", errcode=errcode if isinstance(errcode, int) else None)


def _verdict(answer: Mapping[str, Any]) -> Verdict:
    """What counts is `result`; a word that WeChat has added since is for people to judge."""
    result = answer.get("result")
    result = result if isinstance(result, dict) else {}
    trace = answer.get("trace_id")
    return Verdict(
        _SUGGESTIONS.get(result.get("suggest"), Suggestion.REVIEW),
        _LABELS.get(result.get("label"), Label.OTHER),
        (trace,) if isinstance(trace, str) else (),
    )
