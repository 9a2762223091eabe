"""Settings: read from the environment, checked at start; production refuses what is not safe."""

import os
import subprocess
import sys

import pytest

from config import UnsafeSettings, load
from config.settings import CHECKOUT, DEVELOPMENT_SECRET

SAFE = {
    "env": "production",
    "secret_key": "s" * 32,
    "data_keys": ["1:a secret of a district"],
    "index_key": "another secret of it",
    "database_url": "postgresql://database/linli",
    "demo_logins": False,
    "wechat_app_id": "wx1",
    "wechat_app_secret": "x",
    "public_url": "https://linli.example.gov.cn",
}


def test_safe_settings_pass_in_production() -> None:
    assert load(**SAFE).is_production


@pytest.mark.parametrize(
    ("name", "unsafe"),
    [
        ("secret_key", DEVELOPMENT_SECRET),
        ("secret_key", "short"),
        ("data_keys", ["1:only-for-development"]),
        ("data_keys", []),
        ("data_keys", ["no version"]),
        ("index_key", "only-for-development-index-key"),
        ("index_key", "short"),
        ("demo_logins", True),
        ("database_url", ""),
        ("wechat_app_id", ""),
        ("wechat_app_secret", ""),
        ("public_url", ""),
        ("public_url", "linli.example.gov.cn"),
    ],
)
def test_production_refuses_an_unsafe_value_and_names_it(name: str, unsafe: object) -> None:
    with pytest.raises(UnsafeSettings, match=f"LINLI_{name.upper()}"):
        load(**{**SAFE, name: unsafe})


def test_production_refuses_a_data_key_that_is_too_short() -> None:
    with pytest.raises(UnsafeSettings, match="LINLI_DATA_KEYS has a secret of less than 16 characters"):
        load(**{**SAFE, "data_keys": ["1:a secret of a district", "2:fifteen letters"]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://database/linli"),
        ("database_url", "postgresql+psycopg2://database/linli"),
        ("database_url", "database.internal"),
        ("direct_database_url", "postgresql:/database/linli"),
        ("log_level", "LOUD"),
        ("log_level", "info"),
        ("limit_logins", "many"),
        ("limit_failed_logins", ""),
        ("limit_requests", "0 per minute"),
        ("limit_storage_url", "memcached://cache.internal"),
        ("trusted_proxies", -1),
        ("database_pool_size", 0),
        ("database_statement_timeout_ms", 2**31),
        ("access_token_minutes", 0),
        ("refresh_token_days", 1_000_000),
        ("wechat_timeout_seconds", 0.0),
        ("wechat_timeout_seconds", float("nan")),
        ("wechat_timeout_seconds", float("inf")),
        ("max_upload_bytes", -1),
        ("audit_days", 30),
    ],
)
def test_a_value_that_can_not_be_meant_is_refused_everywhere_by_name(name: str, value: object) -> None:
    with pytest.raises(UnsafeSettings, match=f"- LINLI_{name.upper()} must be") as refused:
        load(**{"env": "testing", name: value})

    assert str(refused.value).count("\n- ") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql+psycopg://database/linli"),
        ("direct_database_url", "postgresql://database/linli"),
        ("limit_requests", "10/second;600/minute"),
        ("limit_storage_url", "rediss://cache.internal:6379"),
        ("limit_storage_url", "valkey+unix:///run/valkey.sock"),
        ("log_level", "ERROR"),
        ("trusted_proxies", 0),
    ],
)
def test_what_can_be_meant_passes(name: str, value: object) -> None:
    assert getattr(load(**{"env": "testing", name: value}), name) == value


def test_a_field_that_no_template_of_wechat_has_is_refused_by_its_name() -> None:
    templates = ["message:T1:enum1+thing6+time2", "alarm:T2:thing1+fax2+things3"]

    with pytest.raises(UnsafeSettings, match=r"LINLI_WECHAT_TEMPLATES .*: fax2, things3\.$"):
        load(env="testing", wechat_templates=templates)

    assert load(env="testing", wechat_templates=templates[:1]).wechat_templates == templates[:1]


def test_a_refusal_never_repeats_a_password() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load(env="testing", database_url="mysql://linli:hunter2@database/linli")

    assert "hunter2" not in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load(env="production")

    assert str(refused.value).count("\n- ") >= 5


def test_development_starts_without_any_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_ENV", raising=False)

    assert load().env == "development"


def test_a_value_comes_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_TRUSTED_PROXIES", "2")
    monkeypatch.setenv("LINLI_DATA_KEYS", "1:old,2:new")

    settings = load(env="testing")

    assert settings.trusted_proxies == 2
    assert settings.data_keys == ["1:old", "2:new"]


@pytest.mark.parametrize(("name", "value"), [("TRUSTED_PROXIES", "two"), ("DEMO_LOGINS", "perhaps")])
def test_an_unreadable_value_is_refused_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LINLI_{name}", value)

    with pytest.raises(UnsafeSettings, match=name):
        load(env="testing")


def test_an_unknown_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_ENV", "prod")

    with pytest.raises(UnsafeSettings, match="LINLI_ENV"):
        load()


def test_a_command_shows_the_sentences_alone() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "database", "upgrade"],
        cwd=CHECKOUT,
        env={**os.environ, "LINLI_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode != 0
    assert refused.stderr.startswith("Unsafe settings:\n- LINLI_")
    assert "Traceback" not in refused.stderr
