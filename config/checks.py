"""What settings must be: each value what its setting says, all together safe where they are meant to run."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import time
from typing import TYPE_CHECKING

from limits import parse_many

from config.files import dangers_of_files, dangers_of_files_in_production
from config.wechat import fields_in, is_known

if TYPE_CHECKING:
    from config.settings import Settings

DEVELOPMENT_SECRET = "only-for-development-never-in-production-0000"  # noqa: S105 - production refuses it
_SHORTEST_KEY = 16
# Two bytes in front of what is sealed tell the key (service/kit/cipher.py).
_LARGEST_KEY_VERSION = 2**16 - 1
_LARGEST = 2**31 - 1
_WECHAT_TEMPLATE = re.compile(r"[a-z_]+:[\w-]+(:([a-z_]+\d+(\+[a-z_]+\d+)*)?(:long)?)?", re.ASCII)
_VOICE_TEMPLATE = re.compile(r"[a-z_]+:[\w.-]+:[\w.-]+", re.ASCII)


class UnsafeSettings(Exception):
    """A value is missing, unreadable or not safe where it is meant to run."""


def refuse_unsafe(settings: "Settings") -> None:
    """Raise UnsafeSettings with a sentence for each fault and danger."""
    problems = [*_faults(settings), *(text for unsafe, text in _dangers(settings) if unsafe)]
    if problems:
        raise UnsafeSettings("Unsafe settings:\n- " + "\n- ".join(problems))


def _faults(settings: "Settings") -> Iterator[str]:
    """A sentence for each value that is not what its setting says; never the value, which may hold a password."""
    for each in fields(settings):
        checks, value, name = each.metadata, getattr(settings, each.name), f"LINLI_{each.name.upper()}"
        lowest, highest = checks.get("at_least"), checks.get("at_most", _LARGEST)
        if lowest is not None and not lowest <= value <= highest:
            yield f"{name} must be from {lowest} to {highest}."
        if "one_of" in checks and value not in checks["one_of"]:
            yield f"{name} must be one of {', '.join(checks['one_of'])}."
        if "each_of" in checks and not set(value) <= set(checks["each_of"]):
            yield f"{name} must be some of {', '.join(checks['each_of'])}."
        if "scheme" in checks and value and not _has_scheme(value, checks["scheme"]):
            yield f"{name} must begin with {', '.join(f'{scheme}://' for scheme in checks['scheme'])}."
        if "is_limit" in checks and not _is_limit(value):
            yield f"{name} must be a limit like `60 per minute`."
        if "is_rate" in checks and not (_is_limit(value) and len(parse_many(value)) == 1):
            yield f"{name} must be one limit like `60 per minute`."
        if "is_clock_time" in checks and not _is_clock_time(value):
            yield f"{name} must be a time like `22:00`."


def _has_scheme(url: str, schemes: tuple[str, ...]) -> bool:
    scheme, mark, rest = url.partition("://")
    return bool(mark and rest) and scheme in schemes


def _is_limit(text: str) -> bool:
    try:
        return all(limit.amount > 0 and limit.multiples > 0 for limit in parse_many(text))
    except ValueError:
        return False


def _is_clock_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _dangers(settings: "Settings") -> list[tuple[bool, str]]:
    always = [
        (len(settings.secret_key) < 32, "LINLI_SECRET_KEY is shorter than 32 characters."),
        (
            not all(_is_data_key(key) for key in settings.data_keys),
            "LINLI_DATA_KEYS must be `number:secret,…`.",
        ),
        (not settings.data_keys, "LINLI_DATA_KEYS is empty."),
        *_half_set(settings),
        *_wrong_templates(settings),
        *dangers_of_files(settings),
    ]
    return [*always, *_dangers_in_production(settings)] if settings.is_production else always


def _dangers_in_production(settings: "Settings") -> list[tuple[bool, str]]:
    return [
        (settings.secret_key == DEVELOPMENT_SECRET, "LINLI_SECRET_KEY is the development one."),
        (any("development" in key for key in settings.data_keys), "LINLI_DATA_KEYS is the development one."),
        (
            any(len(key.partition(":")[2]) < _SHORTEST_KEY for key in settings.data_keys),
            f"LINLI_DATA_KEYS has a secret of less than {_SHORTEST_KEY} characters.",
        ),
        ("development" in settings.index_key, "LINLI_INDEX_KEY is the development one."),
        (
            len(settings.index_key) < _SHORTEST_KEY,
            f"LINLI_INDEX_KEY is shorter than {_SHORTEST_KEY} characters.",
        ),
        (settings.demo_logins, "LINLI_DEMO_LOGINS is on; demonstration logins are refused."),
        (not settings.database_url, "LINLI_DATABASE_URL is empty; the embedded database is refused."),
        (not settings.public_url, "LINLI_PUBLIC_URL is empty; who asks could say where told addresses lead."),
        (
            not (settings.wechat_app_id and settings.wechat_app_secret),
            "LINLI_WECHAT_APP_ID and LINLI_WECHAT_APP_SECRET are needed.",
        ),
        *dangers_of_files_in_production(settings),
    ]


def _half_set(settings: "Settings") -> Iterator[tuple[bool, str]]:
    """A provider is set up as a whole or not at all."""
    for first, *rest in (
        ("wechat_app_id", "wechat_app_secret"),
        ("zheliban_access_key", "zheliban_secret_key", "zheliban_app_id"),
        ("zhezhengding_app_key", "zhezhengding_app_secret"),
        ("sms_access_key_id", "sms_access_key_secret", "sms_sign_name", "sms_templates"),
        (
            "voice_access_key_id",
            "voice_access_key_secret",
            "voice_show_number",
            "voice_templates",
            "voice_report_token",
        ),
        ("email_smtp_url", "email_from"),
    ):
        for other in rest:
            is_half = bool(getattr(settings, first)) and not getattr(settings, other)
            yield is_half, f"LINLI_{other.upper()} is needed beside LINLI_{first.upper()}."


def _wrong_templates(settings: "Settings") -> Iterator[tuple[bool, str]]:
    """What no provider can have as a template."""
    for template in settings.sms_templates:
        name, _, code = template.partition(":")
        yield not (name and code), "LINLI_SMS_TEMPLATES must be `name:TemplateCode,…`."
    for pattern, name in (
        (_WECHAT_TEMPLATE, "wechat_templates"),
        (_VOICE_TEMPLATE, "voice_templates"),
    ):
        is_wrong = not all(pattern.fullmatch(each) for each in getattr(settings, name))
        yield is_wrong, f"LINLI_{name.upper()} has a template that does not look like one."
    shapely = filter(_WECHAT_TEMPLATE.fullmatch, settings.wechat_templates)
    unknown = [field for each in shapely for field in fields_in(each) if not is_known(field)]
    text = f"LINLI_WECHAT_TEMPLATES has fields of kinds that WeChat has not: {', '.join(unknown)}."
    yield bool(unknown), text


def _is_data_key(key: str) -> bool:
    version, _, secret = key.partition(":")
    return version.isdecimal() and 0 < int(version) <= _LARGEST_KEY_VERSION and bool(secret)
