"""Settings: read from the environment, checked at start; production refuses what is not safe."""

import pytest

from config import UnsafeSettings, load
from config.settings import DEVELOPMENT_SECRET

SAFE = {
    "env": "production",
    "secret_key": "s" * 32,
    "data_keys": ["1:a secret of a district"],
    "index_key": "another secret of it",
    "database_url": "postgresql://database/linli",
    "demo_logins": False,
    "wechat_app_id": "wx1",
    "wechat_app_secret": "x",
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
    ],
)
def test_production_refuses_an_unsafe_value_and_names_it(name: str, unsafe: object) -> None:
    with pytest.raises(UnsafeSettings, match=f"LINLI_{name.upper()}"):
        load(**{**SAFE, name: unsafe})


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
