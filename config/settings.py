"""What can be set, of which type, and which values production refuses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from environs import Env
from limits import parse_many

ENVIRONMENTS = ("development", "testing", "production")
_SHORTEST_KEY = 16
# Two bytes in front of what is sealed tell the key (service/kit/cipher.py).
_LARGEST_KEY_VERSION = 2**16 - 1
_LARGEST = 2**31 - 1
# A century in days: from much further back the calendar has no date.
_LONGEST = 36_500
_SPAN = {"at_least": 1, "at_most": _LONGEST}
_SIX_MONTHS_OF_DAYS = 184
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASES = ("postgresql", "postgresql+psycopg")
_COUNTERS = ("redis", "rediss", "redis+unix", "valkey", "valkeys", "valkey+unix")
DEVELOPMENT_SECRET = "only-for-development-never-in-production-0000"  # noqa: S105 - production refuses it


class UnsafeSettings(Exception):
    """A value is missing, unreadable or not safe where it is meant to run."""


def _setting(default: Any, meaning: str, **checks: Any) -> Any:
    """What a value must be stands beside it: `at_least`, `at_most`, `one_of`, `scheme` or `is_limit`."""
    return field(default=default, metadata={"meaning": meaning, **checks})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; `LINLI_` and the name in capitals is the variable that sets it."""

    env: str = _setting("development", "Which environment: development, testing or production.")
    secret_key: str = _setting(DEVELOPMENT_SECRET, "Signs tokens, codes and cursors; at least 32 characters.")
    data_keys: list[str] = _setting(
        ("1:only-for-development",),
        "Encrypt personal data: `version:secret`, comma-separated, the newest last; old ones stay readable.",
    )
    index_key: str = _setting(
        "only-for-development-index-key",
        "Keys the hashes by which personal data is looked up; never changes.",
    )
    database_url: str = _setting(
        "", "PostgreSQL >= 15 as postgresql://…; empty: the embedded one.", scheme=_DATABASES
    )
    direct_database_url: str = _setting(
        "",
        "A connection past PgBouncer for the job leader's lock; empty: the same as DATABASE_URL.",
        scheme=_DATABASES,
    )
    data_dir: str = _setting(
        "", "Where the embedded PostgreSQL keeps its data; empty: the user's data folder."
    )
    database_pool_size: int = _setting(8, "Connections per process; as many as its threads.", at_least=1)
    database_pool_timeout_seconds: int = _setting(
        10, "How long a request waits for a connection before 503.", at_least=1
    )
    database_statement_timeout_ms: int = _setting(
        30_000, "The database ends a statement after this time.", at_least=1
    )
    database_prepared_statements: bool = _setting(
        True, "Off behind a PgBouncer older than 1.21 in transaction mode."
    )
    demo_logins: bool = _setting(True, "The demonstration identity provider; refused in production.")
    wechat_app_id: str = _setting("", "The mini-program's AppID.")
    wechat_app_secret: str = _setting("", "The mini-program's AppSecret.")
    wechat_base_url: str = _setting("https://api.weixin.qq.com", "Where WeChat answers.")
    wechat_timeout_seconds: float = _setting(3.0, "How long one call to WeChat may take.", at_least=0.001)
    sms_access_key_id: str = _setting(
        "", "The SMS gateway's AccessKey (Alibaba Cloud); empty: no text messages, no logins by telephone."
    )
    sms_access_key_secret: str = _setting("", "The SMS gateway's AccessKey secret.")
    sms_sign_name: str = _setting("", "The approved signature (短信签名) in front of each text message.")
    sms_templates: list[str] = _setting(
        (), "Approved templates, `name:TemplateCode`, comma-separated; `code` is the one with a login code."
    )
    sms_base_url: str = _setting("https://dysmsapi.aliyuncs.com", "Where the SMS gateway answers.")
    sms_timeout_seconds: float = _setting(
        5.0, "How long one call to the SMS gateway may take.", at_least=0.001
    )
    access_token_minutes: int = _setting(15, "How long an access token lasts.", **_SPAN)
    refresh_token_days: int = _setting(30, "How long a login lasts without use.", **_SPAN)
    login_lock_failures: int = _setting(5, "Failed passwords in a row that lock an account.", at_least=1)
    login_lock_minutes: int = _setting(10, "How long it stays locked.", **_SPAN)
    password_max_age_days: int = _setting(90, "After this a password must be changed.", **_SPAN)
    concurrent_password_checks: int = _setting(
        4, "Passwords hashed at once per process; the rest wait.", at_least=1
    )
    limit_logins: str = _setting("60 per minute", "Logins per address.", is_limit=True)
    limit_failed_logins: str = _setting("10 per minute", "Failed logins per address.", is_limit=True)
    limit_requests: str = _setting(
        "600 per minute", "Requests per account, or per address without one.", is_limit=True
    )
    limit_codes_per_phone: str = _setting(
        "1 per minute; 5 per hour; 10 per day", "Codes sent to one telephone.", is_limit=True
    )
    limit_codes_per_address: str = _setting(
        "30 per hour; 100 per day", "Codes asked for from one address.", is_limit=True
    )
    limit_codes_in_all: str = _setting("2000 per hour", "Codes asked for by everybody.", is_limit=True)
    limit_storage_url: str = _setting(
        "", "Valkey or Redis that counts for all servers; empty: each process counts.", scheme=_COUNTERS
    )
    trusted_proxies: int = _setting(0, "How many proxies in front may name the client's address.", at_least=0)
    max_body_bytes: int = _setting(1024 * 1024, "Largest request body.", at_least=1)
    max_upload_bytes: int = _setting(20 * 1024 * 1024, "Largest upload.", at_least=1)
    daily_upload_bytes: int = _setting(200 * 1024 * 1024, "Uploads of one account in 24 hours.", at_least=1)
    idempotency_hours: int = _setting(
        24, "How long a repeated Idempotency-Key answers the first result.", **_SPAN
    )
    audit_days: int = _setting(
        400,
        "How long the audit trail is kept; the law asks for six months.",
        at_least=_SIX_MONTHS_OF_DAYS,
        at_most=_LONGEST,
    )
    outbox_days: int = _setting(30, "How long delivered messages are kept.", **_SPAN)
    unused_file_days: int = _setting(30, "How long an upload is kept that nothing ever referred to.", **_SPAN)
    merge_undo_days: int = _setting(30, "How long the merging of two records can be undone.", **_SPAN)
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.", one_of=_LOG_LEVELS)
    check_in_code_seconds: int = _setting(60, "How long a room's check-in code stays valid.", at_least=1)
    metrics_token: str = _setting(
        "", "What /metrics asks for as bearer token; empty: open to all, in production to nobody."
    )

    @property
    def is_production(self) -> bool:
        return self.env == "production"


_READERS: dict[Any, Callable[[Env, str, Any], Any]] = {
    str: lambda env, name, default: env.str(name, default),
    int: lambda env, name, default: env.int(name, default),
    float: lambda env, name, default: env.float(name, default),
    bool: lambda env, name, default: env.bool(name, default),
    list[str]: lambda env, name, default: env.list(name, list(default)),
}


def load(**overrides: Any) -> Settings:
    """Read the settings of the environment that `LINLI_ENV` names; `overrides` win. Raises UnsafeSettings."""
    env = Env(prefix="LINLI_")
    name = overrides.get("env") or env.str("ENV", "development")
    if name not in ENVIRONMENTS:
        raise UnsafeSettings(f"LINLI_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    defaults: dict[str, Any] = import_module(f"config.{name}").DEFAULTS
    try:
        values = {
            each.name: _READERS[each.type](env, each.name.upper(), defaults.get(each.name, each.default))
            for each in fields(Settings)
        }
    except ValueError as error:
        raise UnsafeSettings(str(error)) from error
    settings = Settings(**{**values, **overrides, "env": name})
    _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: Settings) -> None:
    problems = [*_faults(settings), *(text for unsafe, text in _dangers(settings) if unsafe)]
    if problems:
        raise UnsafeSettings("Unsafe settings:\n- " + "\n- ".join(problems))


def _faults(settings: Settings) -> Iterator[str]:
    """A sentence for each value that is not what its setting says; never the value, which may hold a password."""
    for each in fields(settings):
        checks, value, name = each.metadata, getattr(settings, each.name), f"LINLI_{each.name.upper()}"
        lowest, highest = checks.get("at_least"), checks.get("at_most", _LARGEST)
        if lowest is not None and not lowest <= value <= highest:
            yield f"{name} must be from {lowest} to {highest}."
        if "one_of" in checks and value not in checks["one_of"]:
            yield f"{name} must be one of {', '.join(checks['one_of'])}."
        if "scheme" in checks and value and not _has_scheme(value, checks["scheme"]):
            yield f"{name} must begin with {', '.join(f'{scheme}://' for scheme in checks['scheme'])}."
        if "is_limit" in checks and not _is_limit(value):
            yield f"{name} must be a limit like `60 per minute`."


def _has_scheme(url: str, schemes: tuple[str, ...]) -> bool:
    scheme, mark, rest = url.partition("://")
    return bool(mark and rest) and scheme in schemes


def _is_limit(text: str) -> bool:
    try:
        return all(limit.amount > 0 and limit.multiples > 0 for limit in parse_many(text))
    except ValueError:
        return False


def _dangers(settings: Settings) -> list[tuple[bool, str]]:
    always = [
        (len(settings.secret_key) < 32, "LINLI_SECRET_KEY is shorter than 32 characters."),
        (
            not all(_is_data_key(key) for key in settings.data_keys),
            "LINLI_DATA_KEYS must be `number:secret,…`.",
        ),
        (not settings.data_keys, "LINLI_DATA_KEYS is empty."),
    ]
    if not settings.is_production:
        return always
    return [
        *always,
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
        (
            not (settings.wechat_app_id and settings.wechat_app_secret),
            "LINLI_WECHAT_APP_ID and LINLI_WECHAT_APP_SECRET are needed.",
        ),
    ]


def _is_data_key(key: str) -> bool:
    version, _, secret = key.partition(":")
    return version.isdecimal() and 0 < int(version) <= _LARGEST_KEY_VERSION and bool(secret)


CHECKOUT = Path(__file__).resolve().parent.parent
