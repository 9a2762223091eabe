"""What can be set, of which type, and which values production refuses."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from environs import Env

from config.checks import DEVELOPMENT_SECRET, UnsafeSettings, refuse_unsafe
from config.declaring import LONGEST, SPAN, setting
from config.volunteering import VolunteeringSettings

ENVIRONMENTS = ("development", "testing", "production")
_SIX_MONTHS_OF_DAYS = 184
_THREE_YEARS = {"at_least": 3 * 366, "at_most": LONGEST}
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASES = ("postgresql", "postgresql+psycopg")
_COUNTERS = ("redis", "rediss", "redis+unix", "valkey", "valkeys", "valkey+unix")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(VolunteeringSettings):
    """Every setting; `LINLI_` and the name in capitals is the variable that sets it."""

    env: str = setting("development", "Which environment: development, testing or production.")
    secret_key: str = setting(DEVELOPMENT_SECRET, "Signs tokens, codes and cursors; at least 32 characters.")
    data_keys: list[str] = setting(
        ("1:only-for-development",),
        "Encrypt personal data: `version:secret`, comma-separated, the newest last; old ones stay readable.",
    )
    index_key: str = setting(
        "only-for-development-index-key",
        "Keys the hashes by which personal data is looked up; never changes.",
    )
    database_url: str = setting(
        "", "PostgreSQL >= 15 as postgresql://…; empty: the embedded one.", scheme=_DATABASES
    )
    direct_database_url: str = setting(
        "",
        "A connection past PgBouncer for the job leader's lock; empty: the same as DATABASE_URL.",
        scheme=_DATABASES,
    )
    data_dir: str = setting(
        "", "Where the embedded PostgreSQL keeps its data; empty: the user's data folder."
    )
    web_threads: int = setting(
        4, "How many requests one web worker answers at a time; one alone waits with each commit.", at_least=1
    )
    database_pool_size: int = setting(
        8,
        "Connections per web worker; as many as its threads. A job process has one for each thing it does at a time.",
        at_least=1,
    )
    database_pool_timeout_seconds: int = setting(
        10, "How long a request waits for a connection before 503.", at_least=1
    )
    database_statement_timeout_ms: int = setting(
        30_000, "The database ends a statement after this time.", at_least=1
    )
    database_prepared_statements: bool = setting(
        True, "Off behind a PgBouncer older than 1.21 in transaction mode."
    )
    demo_logins: bool = setting(True, "The demonstration identity provider; refused in production.")
    wechat_app_id: str = setting("", "The mini-program's AppID.")
    wechat_app_secret: str = setting("", "The mini-program's AppSecret.")
    wechat_base_url: str = setting("https://api.weixin.qq.com", "Where WeChat answers.")
    wechat_timeout_seconds: float = setting(3.0, "How long one call to WeChat may take.", at_least=0.001)
    zheliban_access_key: str = setting(
        "", "The access key (AK) of the sign-on component 浙里办; empty: no logins by 浙里办."
    )
    zheliban_secret_key: str = setting("", "Its secret key (SK).")
    zheliban_app_id: str = setting("", "The appId under which the application was published in IRS.")
    zheliban_base_url: str = setting(
        "https://ibcdsg.zj.gov.cn:8443",
        "The gateway: this one on the internet, bcdsg on the government's network.",
    )
    zheliban_timeout_seconds: float = setting(5.0, "How long one call to 浙里办 may take.", at_least=0.001)
    zhezhengding_app_key: str = setting(
        "", "The application's key (AppKey) at 浙政钉; empty: no logins by 浙政钉."
    )
    zhezhengding_app_secret: str = setting("", "Its secret (AppSecret).")
    zhezhengding_base_url: str = setting("https://openplatform-pro.ding.zj.gov.cn", "Where 浙政钉 answers.")
    zhezhengding_timeout_seconds: float = setting(
        5.0, "How long one call to 浙政钉 may take.", at_least=0.001
    )
    sms_access_key_id: str = setting(
        "", "The SMS gateway's AccessKey (Alibaba Cloud); empty: no text messages, no logins by telephone."
    )
    sms_access_key_secret: str = setting("", "The SMS gateway's AccessKey secret.")
    sms_sign_name: str = setting("", "The approved signature (短信签名) in front of each text message.")
    sms_templates: list[str] = setting(
        (), "Approved templates, `name:TemplateCode`, comma-separated; `code` is the one with a login code."
    )
    sms_base_url: str = setting("https://dysmsapi.aliyuncs.com", "Where the SMS gateway answers.")
    sms_timeout_seconds: float = setting(
        5.0, "How long one call to the SMS gateway may take.", at_least=0.001
    )
    access_token_minutes: int = setting(15, "How long an access token lasts.", **SPAN)
    refresh_token_days: int = setting(30, "How long a login lasts without use.", **SPAN)
    login_lock_failures: int = setting(5, "Failed passwords in a row that lock an account.", at_least=1)
    login_lock_minutes: int = setting(10, "How long it stays locked.", **SPAN)
    password_max_age_days: int = setting(90, "After this a password must be changed.", **SPAN)
    concurrent_password_checks: int = setting(
        4, "Passwords hashed at once per process; the rest wait.", at_least=1
    )
    limit_logins: str = setting("60 per minute", "Logins per address.", is_limit=True)
    limit_failed_logins: str = setting("10 per minute", "Failed logins per address.", is_limit=True)
    limit_requests: str = setting(
        "600 per minute",
        "Requests per account, or per address without one; calls for help, and each device, are counted apart.",
        is_limit=True,
    )
    limit_codes_per_phone: str = setting(
        "1 per minute; 5 per hour; 10 per day", "Codes sent to one telephone or mailbox.", is_limit=True
    )
    limit_codes_per_address: str = setting(
        "30 per hour; 100 per day", "Codes asked for from one address.", is_limit=True
    )
    limit_codes_in_all: str = setting("2000 per hour", "Codes asked for by everybody.", is_limit=True)
    limit_storage_url: str = setting(
        "", "Valkey or Redis that counts for all servers; empty: each process counts.", scheme=_COUNTERS
    )
    public_url: str = setting(
        "",
        "Where residents reach the service, https://…: addresses that are told begin with it.",
        scheme=("http", "https"),
    )
    trusted_proxies: int = setting(0, "How many proxies in front may name the client's address.", at_least=0)
    max_body_bytes: int = setting(1024 * 1024, "Largest request body.", at_least=1)
    max_upload_bytes: int = setting(20 * 1024 * 1024, "Largest upload.", at_least=1)
    daily_upload_bytes: int = setting(200 * 1024 * 1024, "Uploads of one account in 24 hours.", at_least=1)
    idempotency_hours: int = setting(
        24, "How long a repeated Idempotency-Key answers the first result.", **SPAN
    )
    audit_days: int = setting(
        400,
        "How long the audit trail is kept; the law asks for six months.",
        at_least=_SIX_MONTHS_OF_DAYS,
        at_most=LONGEST,
    )
    outbox_days: int = setting(30, "How long delivered messages are kept.", **SPAN)
    unused_file_days: int = setting(30, "How long an upload is kept that nothing ever referred to.", **SPAN)
    merge_undo_days: int = setting(30, "How long the merging of two records can be undone.", **SPAN)
    inbox_days: int = setting(
        730,
        "How long what people were told stays in their inbox (PIPL Art. 19: no longer than needed).",
        **SPAN,
    )
    rejected_registration_days: int = setting(
        180, "After this a rejected registration is emptied of the person's data (PIPL Art. 47).", **SPAN
    )
    ended_proxy_days: int = setting(
        1098,
        "How long it is kept who could act for an elder (Civil Code Art. 188: claims for three years).",
        **SPAN,
    )
    booking_days: int = setting(
        1098,
        "After this a booking, wish or no-show names nobody (PIPL Art. 19; Civil Code Art. 188: three years).",
        **SPAN,
    )
    activity_days: int = setting(
        1098,
        "After this a sign-up for an activity names nobody (PIPL Art. 19; Civil Code Art. 188: three years).",
        **SPAN,
    )
    consent_days: int = setting(
        1098,
        "How long an ended consent is kept as proof (PIPL Art. 56: at least three years).",
        **_THREE_YEARS,
    )
    erasure_days: int = setting(
        1098, "How long the note on an erasure is kept (PIPL Art. 50, 56: three years).", **_THREE_YEARS
    )
    copy_days: int = setting(7, "How long the copy of one's own data can be fetched (PIPL Art. 45).", **SPAN)
    background_run_days: int = setting(
        184, "How long it is kept that long work was done (Cybersecurity Law Art. 21: six months).", **SPAN
    )
    import_most_rows: int = setting(200_000, "Rows of one list that is imported.", at_least=1)
    import_days: int = setting(
        30, "How long the content of imported and exported lists is kept, sealed.", **SPAN
    )
    export_most_rows: int = setting(200_000, "Rows of one list that is exported.", at_least=1)
    export_link_minutes: int = setting(30, "How long the link to an exported list holds.", **SPAN)
    notice_review: list[str] = setting(
        ("grid_worker",),
        "Which notices another person reviews before they are published: all, those by a grid_worker, public, important"
        " or urgent ones, those to a street or the district; comma-separated, empty: none.",
        each_of=("all", "grid_worker", "public", "important", "urgent", "street", "district"),
    )
    notice_urgent_days: int = setting(
        7, "How long an urgent notice stands above others in residents' lists.", at_least=1, at_most=90
    )
    notice_people_days: int = setting(
        1098,
        "How long it is kept whom a notice addressed and who read it (Civil Code Art. 188: claims for three years).",
        **SPAN,
    )
    reach_after_mini_program_minutes: int = setting(
        60,
        "How long an urgent notice to be confirmed waits in the mini-program before an SMS is sent.",
        **SPAN,
    )
    reach_after_sms_minutes: int = setting(
        60, "How long it waits after the SMS before an automatic call.", **SPAN
    )
    reach_after_voice_minutes: int = setting(
        30,
        "How long it waits after the call before the household is on the workers' call list.",
        **SPAN,
    )
    reach_after_call_minutes: int = setting(
        240, "How long a household is on the call list before it is on the doorstep list.", **SPAN
    )
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR.", one_of=_LOG_LEVELS)
    check_in_code_seconds: int = setting(60, "How long a room's check-in code stays valid.", at_least=1)
    metrics_token: str = setting(
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
    refuse_unsafe(settings)
    return settings


CHECKOUT = Path(__file__).resolve().parent.parent
