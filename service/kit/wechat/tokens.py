"""The token with which WeChat is asked (`stable_token`): one for all processes, renewed by one at a time before its end.

WeChat renews a token in its last five minutes and knows the old one for as long, so who finds one that is soon over
goes on with it while another fetches the next. A new one before its time is demanded (`force_refresh`) only where
WeChat gives the one again that it would not know: at most 20 a day are allowed.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog

from service.kit.house import House
from service.kit.shared_tokens import Renewal, SharedTokens, StoredToken
from service.kit.wechat import WeChatDown, WeChatNotOffered
from service.kit.wechat.server import WeChatServer

log = structlog.get_logger()

Pause = Callable[[float], None]

_PATH = "/cgi-bin/stable_token"
# Ours ends before theirs does.
_RENEWED_BEFORE = timedelta(minutes=5)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(seconds=7200)
_BETWEEN_DEMANDS = timedelta(minutes=75)
_WAITS, _WAIT_SECONDS = 20, 0.25
# That the token is none, not ours or over: 40001, 40014, 42001.
TOKEN_REFUSED = frozenset({40001, 40014, 42001})
_BUSY = -1


def stable_token(house: House, *, pause: Pause = time.sleep) -> str:
    """The application's token, from the database or from WeChat; raises WeChatDown or WeChatNotOffered."""
    app_id, tokens = house.settings.wechat_app_id, SharedTokens(house)
    if not app_id or server_of(house) is None:
        raise WeChatNotOffered
    stored = tokens.stored(app_id)
    if stored and not _is_soon_over(house, stored):
        return stored.token
    renewal = tokens.begin_renewal(app_id)
    if renewal is None:
        return stored.token if stored else _fetched_by_another(tokens, app_id, pause)
    try:
        return _renew(house, tokens, renewal)
    except WeChatDown:
        tokens.give_up_renewal(app_id)
        if stored:
            return stored.token
        raise


def forget_token(house: House, token: str) -> None:
    """Have a new token fetched: WeChat would not know this one."""
    SharedTokens(house).refuse(house.settings.wechat_app_id, token)


def ask(house: House, path: str, asked: Mapping[str, Any], *, pause: Pause = time.sleep) -> Mapping[str, Any]:
    """What WeChat answers to a question with the application's token, whatever its error code.

    Where it is the token that it does not like, it is asked once more with a new one. Raises WeChatDown (also where
    WeChat says that it is busy) or WeChatNotOffered.
    """
    for _ in range(2):
        token = stable_token(house, pause=pause)
        answer = _server(house).post(path, asked, query={"access_token": token})
        if answer.get("errcode") == _BUSY:
            raise WeChatDown("busy")
        if answer.get("errcode") not in TOKEN_REFUSED:
            return answer
        forget_token(house, token)
    log.error("wechat_token_refused", errcode=answer.get("errcode"))
    raise WeChatDown("token_refused")


def server_of(house: House) -> WeChatServer | None:
    """By what this house speaks to WeChat; None where it has no mini-program."""
    found: WeChatServer | None = house.providers.get(WeChatServer)
    return found


def _server(house: House) -> WeChatServer:
    server = server_of(house)
    if server is None:
        raise WeChatNotOffered
    return server


def _is_soon_over(house: House, stored: StoredToken) -> bool:
    before = min(_RENEWED_BEFORE, (stored.until - stored.since) / 2)
    return stored.until - house.clock.now() <= before


def _renew(house: House, tokens: SharedTokens, renewal: Renewal) -> str:
    token, lasts = _fetch(house)
    forced = token == renewal.refused and _may_demand(house, renewal)
    if forced:
        token, lasts = _fetch(house, force_refresh=True)
    tokens.keep(house.settings.wechat_app_id, token, lasts, forced=forced)
    return token


def _may_demand(house: House, renewal: Renewal) -> bool:
    return renewal.forced_at is None or house.clock.now() - renewal.forced_at >= _BETWEEN_DEMANDS


def _fetch(house: House, *, force_refresh: bool = False) -> tuple[str, timedelta]:
    answer = _server(house).post(
        _PATH,
        {
            "grant_type": "client_credential",
            "appid": house.settings.wechat_app_id,
            "secret": house.settings.wechat_app_secret,
            "force_refresh": force_refresh,
        },
    )
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(seconds, int):
        log.error("wechat_gave_no_token", errcode=_harmless(answer.get("errcode")))
        raise WeChatDown("no_token")
    return token, min(max(timedelta(seconds=seconds), _SHORTEST), _LONGEST)


def _harmless(errcode: object) -> int | None:
    return errcode if isinstance(errcode, int) else None


def _fetched_by_another(tokens: SharedTokens, app_id: str, pause: Pause) -> str:
    for _ in range(_WAITS):
        pause(_WAIT_SECONDS)
        stored = tokens.stored(app_id)
        if stored:
            return stored.token
    raise WeChatDown("no_token")
