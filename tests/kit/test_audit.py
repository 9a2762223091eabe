"""The audit trail: who did or read what, when and from where; never changed afterwards."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes


def test_an_act_is_recorded_with_who_what_when_and_where(ada: ApiClient, auditor: ApiClient) -> None:
    made = ada.post("/probes", {"label": "x"}, headers={"X-Request-ID": "request-0001"}).json

    entry = auditor.get("/audit").json["items"][0]

    assert entry["action"] == "make_probe"
    assert entry["account_id"] == str(probes.ADA.account_id)
    assert entry["subject"] == made["id"]
    assert entry["succeeded"] is True
    assert entry["at"] == "2026-03-02T09:00:00+08:00"
    assert entry["request_id"] == "request-0001"
    assert entry["address"] == "127.0.0.1"


def test_a_forbidden_act_is_recorded_though_nothing_came_of_it(ada: ApiClient, auditor: ApiClient) -> None:
    ada.post("/probes", {"label": "forbidden"})

    entry = auditor.get("/audit").json["items"][0]

    assert entry["succeeded"] is False
    assert entry["account_id"] == str(probes.ADA.account_id)
    assert entry["facts"] == {"refusal": "forbidden"}


def test_a_replayed_act_is_recorded_once(ada: ApiClient, auditor: ApiClient) -> None:
    ada.post("/probes", {"label": "x"}, key="k1")
    ada.post("/probes", {"label": "x"}, key="k1")

    assert len(auditor.get("/audit").json["items"]) == 1


def test_a_plain_read_leaves_no_entry(ada: ApiClient, auditor: ApiClient) -> None:
    ada.get("/probes")

    assert auditor.get("/audit").json["items"] == []


def test_reading_the_audit_is_audited(auditor: ApiClient) -> None:
    auditor.get("/audit")

    assert [entry["action"] for entry in auditor.get("/audit").json["items"]] == ["list_audit"]


def test_only_the_auditor_reads_it(ada: ApiClient) -> None:
    assert ada.get("/audit").status_code == 403


def test_entries_are_found_by_account_subject_and_day(
    ada: ApiClient, ben: ApiClient, auditor: ApiClient, clock: StoppedClock
) -> None:
    hers = ada.post("/probes", {"label": "x"}).json
    ben.post("/probes", {"label": "y"})

    by_account = auditor.get(f"/audit?account_id={probes.ADA.account_id}").json["items"]
    by_subject = auditor.get(f"/audit?subject={hers['id']}").json["items"]
    by_day = auditor.get("/audit?from=2026-03-02&to=2026-03-02").json["items"]
    on_another_day = auditor.get("/audit?from=2026-03-03").json["items"]

    assert [entry["subject"] for entry in by_account] == [hers["id"]]
    assert [entry["subject"] for entry in by_subject] == [hers["id"]]
    assert {"make_probe"} <= {entry["action"] for entry in by_day}
    assert on_another_day == []


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_rewrite_it(ada: ApiClient, probe_house: House, change: str) -> None:
    ada.post("/probes", {"label": "x"})

    with pytest.raises(DBAPIError), unit_of_work(probe_house) as work:
        work.session.execute(text(change))
