"""Several ways into one account: linked by proof, taken over by consent, removed, and never the last."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.identities.actions import note_proof
from service.accounts.identity import Identification, ProvenPerson
from service.accounts.models import Account, AccountProof
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents

ANNA, BEN, PHONE = "demo-new-anna", "demo-new-ben", "13812345678"


def _log_in(anyone: ApiClient, code: str = ANNA, door: str = "wechat", word: str = "code") -> ApiClient:
    answer = anyone.post(f"/accounts/login/{door}", {word: code})
    assert answer.status_code == 200, answer.text
    return ApiClient(anyone.app, answer.json["access_token"])


def _me(client: ApiClient) -> Any:
    return client.get("/accounts/me").json


def _providers(client: ApiClient) -> list[str]:
    return [each["provider"] for each in client.get("/accounts/me/identities").json["items"]]


def _link_telephone(client: ApiClient, phone: str = PHONE, **more: Any) -> Any:
    code = client.post("/accounts/me/identities/sms/code", {"phone": phone}).json["demonstration_code"]
    return client.post("/accounts/me/identities/sms", {"phone": phone, "code": code, **more})


def test_a_linked_identity_leads_into_the_same_account(anyone: ApiClient) -> None:
    client = _log_in(anyone)

    by_telephone = _link_telephone(client)
    by_zheliban = client.post("/accounts/me/identities/zheliban", {"ticket": "demo-new-anna"})

    assert by_telephone.status_code == by_zheliban.status_code == 201
    assert by_telephone.json["hint"] == "78"
    assert _providers(client) == ["demonstration", "sms", "zheliban"]
    assert _me(_log_in(anyone, "demo-new-anna", "zheliban", "ticket")) == _me(client)


def test_linking_again_changes_nothing(anyone: ApiClient) -> None:
    client = _log_in(anyone)
    first = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA})
    again = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA})

    assert first.json == again.json


def test_a_code_to_link_with_is_no_code_to_log_in_with_and_the_other_way_round(
    anyone: ApiClient, clock: StoppedClock
) -> None:
    client = _log_in(anyone)
    to_link = client.post("/accounts/me/identities/sms/code", {"phone": PHONE}).json["demonstration_code"]
    login = anyone.post("/accounts/login/sms", {"phone": PHONE, "code": to_link})
    clock.move(minutes=1)
    to_log_in = anyone.post("/accounts/login/sms/code", {"phone": PHONE}).json["demonstration_code"]
    link = client.post("/accounts/me/identities/sms", {"phone": PHONE, "code": to_log_in})

    assert login.status_code == 401
    assert (link.status_code, link.json["code"]) == (422, "wrong_sms_code")


def test_another_accounts_identity_is_refused_unless_one_takes_it_over(anyone: ApiClient) -> None:
    client, other = _log_in(anyone), _log_in(anyone, BEN)

    refused = client.post("/accounts/me/identities/wechat", {"code": BEN})
    taken = client.post("/accounts/me/identities/wechat", {"code": BEN, "take_over": True})

    assert (refused.status_code, refused.json["code"]) == (409, "identity_elsewhere")
    assert taken.status_code == 201
    assert other.get("/accounts/me").status_code == 401
    assert _me(_log_in(anyone, BEN)) == _me(client)


def test_an_account_that_keeps_a_way_in_is_not_shut(anyone: ApiClient) -> None:
    client, other = _log_in(anyone), _log_in(anyone, BEN)
    _link_telephone(other)

    client.post("/accounts/me/identities/wechat", {"code": BEN, "take_over": True})

    code = anyone.post("/accounts/login/sms/code", {"phone": PHONE}, headers={}).json
    assert code["code"] == "too_many_codes"
    assert other.get("/accounts/me").status_code == 401


def test_nothing_is_taken_over_from_an_account_that_stands_for_a_resident(
    anyone: ApiClient, work: UnitOfWork
) -> None:
    client, other = _log_in(anyone), _log_in(anyone, BEN)
    regions.tree(work)
    account = work.session.get_one(Account, UUID(_me(other)["id"]))
    account.resident_id = residents.resident(work).id
    work.session.flush()

    refused = client.post("/accounts/me/identities/wechat", {"code": BEN, "take_over": True})

    assert (refused.status_code, refused.json["code"]) == (409, "identity_elsewhere")
    assert other.get("/accounts/me").status_code == 200


def test_a_removed_identity_leads_elsewhere_and_other_devices_are_logged_out(anyone: ApiClient) -> None:
    client, elsewhere = _log_in(anyone), _log_in(anyone)
    linked = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA})

    removed = client.delete(f"/accounts/me/identities/{linked.json['id']}", etag=linked.headers["ETag"])

    assert removed.status_code == 204
    assert _providers(client) == ["demonstration"]
    assert elsewhere.get("/accounts/me").status_code == 401
    assert _me(_log_in(anyone, ANNA, "zheliban", "ticket"))["id"] != _me(client)["id"]


def test_the_last_way_in_stays(anyone: ApiClient) -> None:
    client = _log_in(anyone)
    only = client.get("/accounts/me/identities").json["items"][0]["id"]

    answer = client.delete(f"/accounts/me/identities/{only}")

    assert (answer.status_code, answer.json["code"]) == (409, "last_way_in")


def test_somebody_elses_identity_is_not_there(anyone: ApiClient) -> None:
    theirs = _log_in(anyone, BEN).get("/accounts/me/identities").json["items"][0]["id"]
    client = _log_in(anyone)

    assert client.get(f"/accounts/me/identities/{theirs}").status_code == 404
    assert client.delete(f"/accounts/me/identities/{theirs}").status_code == 404


def test_who_logged_in_long_ago_logs_in_again_first(anyone: ApiClient, clock: StoppedClock) -> None:
    client = _log_in(anyone)
    linked = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA}).json["id"]
    clock.move(minutes=10, seconds=1)

    answers = [
        client.post("/accounts/me/identities/wechat", {"code": BEN}),
        client.post("/accounts/me/identities/sms/code", {"phone": PHONE}),
        client.post("/accounts/me/identities/sms", {"phone": PHONE, "code": "123456"}),
        client.delete(f"/accounts/me/identities/{linked}"),
    ]

    assert {(each.status_code, each.json["code"]) for each in answers} == {(403, "login_again")}


def test_staff_log_in_by_zhezhengding_once_they_have_linked_it(
    app: Flask, anyone: ApiClient, work: UnitOfWork
) -> None:
    regions.tree(work)
    worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    client = accounts.client_of(app, work, worker)
    body = {"code": "demo-new-worker", "flow": "qr"}

    before = anyone.post("/accounts/login/zhezhengding", body)
    linked = client.post("/accounts/me/identities/zhezhengding", body)
    after = anyone.post("/accounts/login/zhezhengding", {"code": "demo-new-worker"})
    worker.disabled_at = work.now
    work.session.flush()
    disabled = anyone.post("/accounts/login/zhezhengding", body)

    assert (before.status_code, before.json["code"]) == (401, "identity_not_linked")
    assert linked.status_code == 201
    assert after.json["account"]["id"] == str(worker.id)
    assert {**disabled.json, "request_id": ""} == {**before.json, "request_id": ""}


def test_staff_may_remove_their_last_identity_for_they_have_a_password(app: Flask, work: UnitOfWork) -> None:
    worker = accounts.staff_account(work, password_hash="argon2")
    client = accounts.client_of(app, work, worker)
    linked = client.post("/accounts/me/identities/zhezhengding", {"code": "demo-new-worker"}).json["id"]

    assert client.delete(f"/accounts/me/identities/{linked}").status_code == 204


def test_the_doors_of_residents_and_of_staff_are_apart(
    app: Flask, anyone: ApiClient, work: UnitOfWork
) -> None:
    resident, worker = _log_in(anyone), accounts.client_of(app, work, accounts.staff_account(work))

    refused = [
        resident.post("/accounts/me/identities/zhezhengding", {"code": "demo-new-worker"}),
        worker.post("/accounts/me/identities/wechat", {"code": BEN}),
        worker.post("/accounts/me/identities/zheliban", {"ticket": BEN}),
        worker.post("/accounts/me/identities/sms/code", {"phone": PHONE}),
    ]

    assert {(each.status_code, each.json["code"]) for each in refused} == {(403, "forbidden")}


def test_each_change_is_audited_and_told_in_the_inbox(
    anyone: ApiClient, timetable: Timetable, work: UnitOfWork
) -> None:
    client = _log_in(anyone)
    linked = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA}).json["id"]
    client.delete(f"/accounts/me/identities/{linked}")
    timetable.deliver()

    told = [(each["text"], each["body"]) for each in client.get("/inbox").json["items"]]
    assert [text for text, _ in told] == ["accounts.identity_removed", "accounts.identity_linked"]
    assert all("浙里办" in body for _, body in told)
    actions = set(work.session.scalars(select(AuditEntry.action)))
    assert actions >= {"link_my_zheliban", "unlink_my_identity", "unlink_identity"}


@pytest.mark.parametrize("ticket", ["", "a b", "a&b=c", "票据", "x" * 257, "a\nb"])
def test_a_ticket_that_could_change_what_is_signed_is_refused(anyone: ApiClient, ticket: str) -> None:
    answers = [
        anyone.post("/accounts/login/zheliban", {"ticket": ticket}),
        anyone.post("/accounts/login/zhezhengding", {"code": ticket}),
    ]

    assert {each.status_code for each in answers} == {422}


def test_a_login_ten_minutes_old_is_still_fresh(anyone: ApiClient, clock: StoppedClock, house: House) -> None:
    client = _log_in(anyone)
    clock.move_to(house.clock.now() + timedelta(minutes=10))

    assert client.post("/accounts/me/identities/zheliban", {"ticket": ANNA}).status_code == 201


def test_what_zheliban_proved_goes_with_it(anyone: ApiClient, work: UnitOfWork) -> None:
    client = _log_in(anyone)
    linked = client.post("/accounts/me/identities/zheliban", {"ticket": ANNA}).json["id"]
    account_id = UUID(_me(client)["id"])
    note_proof(
        work, account_id, Identification("zheliban", ANNA, ProvenPerson("陈阿婆", "330211194001011022"))
    )
    kept = work.session.scalars(select(AccountProof)).all()
    client.delete(f"/accounts/me/identities/{linked}")

    assert len(kept) == 1
    assert work.session.scalars(select(AccountProof.account_id)).all() == []
