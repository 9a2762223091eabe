"""Applying for a scheme: who may, what speaks against it, what is still missing, and taking it back."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.entitlements.models import Entitlement, EntitlementStep
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.entitlements.conftest import CHECK, PATH, wish
from tests.factories import accounts, assessments, care, regions, residents
from tests.factories.consents import consent
from tests.factories.entitlements import entitlement
from tests.factories.tags import tag


def test_the_elder_applies_and_the_street_has_ten_working_days(
    as_elder: ApiClient, assessed: Resident, scheme: SubsidyScheme
) -> None:
    made = as_elder.post(PATH, wish(assessed, scheme, note="低保证在社区。"))

    assert (made.status_code, made.json["status"], made.json["due_on"]) == (201, "submitted", "2026-03-16")
    assert (made.json["level"], made.json["missing"], made.json["acted_by"]) == (3, [], None)
    assert made.json["note"] == "低保证在社区。"


def test_a_daughter_or_the_worker_at_the_door_applies_and_is_shown(
    app: Flask, work: UnitOfWork, worker: ApiClient, as_staff: Speak, scheme: SubsidyScheme
) -> None:
    first, second, third = (residents.resident(work) for _ in range(3))
    daughter = accounts.resident_account(work)
    residents.proxy(work, first, daughter, ["care"], name="王晓岚")
    grid_worker = as_staff(Role.GRID_WORKER, regions.COMMUNITY)

    by_daughter = accounts.client_of(app, work, daughter).post(PATH, wish(first, scheme)).json
    by_worker = worker.post(PATH, wish(second, scheme)).json
    at_the_door = grid_worker.post(PATH, wish(third, scheme)).json

    assert (by_daughter["acted_by"]["name"], by_daughter["acted_by"]["acting_as"]) == ("王晓岚", "proxy")
    assert by_worker["acted_by"]["acting_as"] == at_the_door["acted_by"]["acting_as"] == "staff"


def test_who_has_no_business_with_the_elder_does_not_apply(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    scheme: SubsidyScheme,
    other_worker: ApiClient,
    manager: ApiClient,
    auditor: ApiClient,
) -> None:
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, residents.resident(work).id))
    for_rooms = accounts.resident_account(work)
    residents.proxy(work, elder, for_rooms, ["booking"])

    refused = [
        each.post(PATH, wish(elder, scheme)).status_code
        for each in (neighbour, accounts.client_of(app, work, for_rooms), other_worker, manager, auditor)
    ]

    assert refused == [403] * 5


def test_without_an_assessment_it_is_handed_in_and_says_what_is_missing(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, scheme: SubsidyScheme, timetable: Timetable
) -> None:
    made = as_elder.post(PATH, wish(elder, scheme))
    timetable.deliver()
    told = work.session.scalars(select(InboxMessage.body_zh)).all()

    assert (made.status_code, made.json["level"], made.json["missing"]) == (201, None, ["assessment"])
    assert any("有效的能力评估" in each for each in told)


def test_what_was_missing_is_there_once_the_elder_is_assessed(
    as_elder: ApiClient,
    worker: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    scheme: SubsidyScheme,
    timetable: Timetable,
) -> None:
    consent(work, elder, ConsentPurpose.HEALTH_DATA)
    made = as_elder.post(PATH, wish(elder, scheme)).json
    external = {
        "elder_id": str(elder.id),
        "standard": assessments.STANDARD,
        "level": 2,
        "assessed_on": "2026-03-01",
        "issuer": "宁波市评估中心",
        "issued_number": "2026-17",
    }

    noted = worker.post("/care/assessments/external", external)
    timetable.deliver()
    read = as_elder.get(f"{PATH}/{made['id']}").json

    assert noted.status_code == 201, noted.json
    assert (read["level"], read["missing"]) == (2, [])


def test_a_level_or_class_that_the_scheme_is_not_for_is_refused_with_its_reason(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    assessments.assessment(work, elder, level=1)
    tag(work, elder, "low_income")
    for_others = care.scheme(work, levels=[3, 4], eligibility=["destitute"])
    for_them = care.scheme(work, levels=[1, 2], eligibility=["low_income", "destitute"])

    refused = as_elder.post(PATH, wish(elder, for_others))
    in_english = as_elder.post(PATH, wish(elder, for_others), language="en")
    taken = as_elder.post(PATH, wish(elder, for_them))

    assert (refused.status_code, refused.json["code"]) == (422, "not_eligible")
    assert set(refused.json["errors"]) == {"level", "eligibility"}
    assert "1 级" in refused.json["errors"]["level"]
    assert "in extreme hardship" in in_english.json["errors"]["eligibility"]
    assert (taken.status_code, taken.json["eligibility"]) == (201, "low_income")


def test_a_class_that_may_follow_from_an_assessment_waits_for_it(
    as_elder: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    made = as_elder.post(PATH, wish(elder, care.scheme(work, eligibility=["disabled_by_age"])))

    assert (made.status_code, made.json["missing"]) == (201, ["assessment"])


@pytest.mark.parametrize(
    "days",
    [
        {"valid_until": date(2026, 3, 1)},
        {"valid_from": date(2026, 3, 3)},
    ],
)
def test_a_scheme_is_applied_for_while_it_is_in_force(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, days: dict[str, date]
) -> None:
    over = care.scheme(work)
    for name, day in days.items():
        setattr(over, name, day)
    work.session.flush()

    refused = as_elder.post(PATH, wish(elder, over))
    unknown = as_elder.post(PATH, {"elder_id": str(elder.id), "scheme_code": "nothing_of_the_kind"})

    assert (refused.status_code, refused.json["code"]) == (422, "scheme_not_in_force")
    assert (unknown.status_code, unknown.json["code"]) == (422, "no_such_scheme")
    assert "scheme_code" in unknown.json["errors"]


def test_nobody_has_two_schemes_of_which_either_excludes_the_other(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    had = care.scheme(work, code="had", excludes=["wanted_one"])
    wanted_one, wanted_two = care.scheme(work, code="wanted_one"), care.scheme(work, excludes=["had"])
    beside = care.scheme(work)
    entitlement(work, elder, had, status=EntitlementStatus.GRANTED)

    answers = [as_elder.post(PATH, wish(elder, each)) for each in (wanted_one, wanted_two, beside)]

    assert [each.status_code for each in answers] == [409, 409, 201]
    assert [each.json["code"] for each in answers[:2]] == ["scheme_excluded", "scheme_excluded"]
    assert had.name in answers[0].json["detail"]


def test_what_was_stopped_or_is_over_excludes_nothing(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    had, other = care.scheme(work, code="had"), care.scheme(work, code="had_too")
    wanted = care.scheme(work, excludes=["had", "had_too"])
    entitlement(work, elder, had, status=EntitlementStatus.STOPPED)
    entitlement(work, elder, other, status=EntitlementStatus.GRANTED, ends_on=date(2026, 3, 1))

    assert as_elder.post(PATH, wish(elder, wanted)).status_code == 201


def test_one_applies_for_a_scheme_once_at_a_time(
    as_elder: ApiClient, elder: Resident, scheme: SubsidyScheme, work: UnitOfWork
) -> None:
    first = as_elder.post(PATH, wish(elder, scheme), key="one")
    same = as_elder.post(PATH, wish(elder, scheme), key="one")
    again = as_elder.post(PATH, wish(elder, scheme))
    withdrawn = as_elder.post(f"{PATH}/{first.json['id']}/withdraw", {"reason": "暂不需要。"})
    anew = as_elder.post(PATH, wish(elder, scheme))

    assert same.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.json["code"]) == (409, "application_stands")
    assert (withdrawn.json["status"], withdrawn.json["due_on"]) == ("withdrawn", None)
    assert anew.status_code == 201


def test_who_is_not_verified_waits_for_the_community(
    worker: ApiClient, work: UnitOfWork, scheme: SubsidyScheme
) -> None:
    elder = residents.resident(work)
    elder.status = "pending"  # type: ignore[assignment] # as the database says it
    work.session.flush()

    refused = worker.post(PATH, wish(elder, scheme))

    assert (refused.status_code, refused.json["code"]) == (409, "elder_not_verified")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scheme_code": "Not A Code"}, "scheme_code"),
        ({"elder_id": "x"}, "elder_id"),
        ({"status": "granted"}, "status"),
        ({"note": " "}, "note"),
    ],
)
def test_bad_input_names_the_field(
    as_elder: ApiClient, elder: Resident, scheme: SubsidyScheme, changes: dict[str, Any], field: str
) -> None:
    answer = as_elder.post(PATH, wish(elder, scheme, **changes))

    assert answer.status_code == 422
    assert field in answer.json["errors"]


def test_what_was_decided_is_not_taken_back(as_elder: ApiClient, work: UnitOfWork, elder: Resident) -> None:
    answers = {
        status: as_elder.post(f"{PATH}/{entitlement(work, elder, status=status).id}/withdraw").status_code
        for status in EntitlementStatus
    }

    assert {status for status, code in answers.items() if code == 200} == {
        "submitted",
        "checked",
        "publicised",
    }
    assert set(answers.values()) == {200, 409}


def test_each_sees_their_share_and_the_auditor_all_with_masked_names(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    as_elder: ApiClient,
    worker: ApiClient,
    street: ApiClient,
    other_street: ApiClient,
    district: ApiClient,
    auditor: ApiClient,
    manager: ApiClient,
) -> None:
    here = entitlement(work, elder)
    elsewhere = entitlement(work, residents.resident(work, regions.OTHER_COMMUNITY))

    def ids(client: ApiClient, query: str = "") -> list[str]:
        return [each["id"] for each in client.get(f"{PATH}?{query}").json["items"]]

    assert ids(as_elder) == ids(worker) == ids(street) == [str(here.id)]
    assert ids(other_street) == [str(elsewhere.id)]
    assert ids(district) == ids(auditor) == [str(elsewhere.id), str(here.id)]
    assert ids(district, f"region_code={regions.STREET}") == ids(district, f"elder_id={elder.id}")
    assert other_street.get(f"{PATH}/{here.id}").status_code == 404
    assert manager.get(PATH).status_code == manager.get(f"{PATH}/{here.id}").status_code == 403
    assert street.get(f"{PATH}/{here.id}").json["elder_name"] == elder.name
    assert auditor.get(f"{PATH}/{here.id}").json["elder_name"] == "陈**"


def test_readings_by_staff_name_the_elder_in_the_trail(
    street: ApiClient, auditor: ApiClient, as_elder: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    row = entitlement(work, elder)
    for client in (street, auditor, as_elder):
        client.get(f"{PATH}/{row.id}")
        client.get(PATH)

    noted = [
        each.action
        for each in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        if each.people == [elder.id]
    ]

    assert noted == ["get_care_entitlement", "list_care_entitlements"] * 2


def test_what_people_wrote_is_sealed(
    as_elder: ApiClient, street: ApiClient, work: UnitOfWork, elder: Resident, scheme: SubsidyScheme
) -> None:
    made = as_elder.post(PATH, wish(elder, scheme, note="低保证在社区。")).json
    street.post(f"{PATH}/{made['id']}/check", CHECK)

    note = work.session.scalars(select(Entitlement.note_sealed)).one()
    step = work.session.scalars(select(EntitlementStep)).one()

    for sealed, word in ((note, "低保"), (step.facts_sealed, "独居"), (step.text_sealed, "符合")):
        assert sealed is not None
        assert word.encode() not in sealed


def test_what_is_late_reminds_and_climbs_once_each(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    street = accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    district = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
    entitlement(work, elder, due_on=date(2026, 3, 5))
    names = {street.id: "street", district.id: "district"}

    told = []
    for days in (0, 2, 1, 1, 1, 9, 1):
        clock.move(days=days)
        timetable.run("elderly_care.entitlements.tell_of_waiting_entitlements")
        timetable.deliver()
        rows = work.session.scalars(select(InboxMessage).order_by(InboxMessage.id))
        told.append(
            [(names[row.account_id], row.text.removeprefix("elderly_care.entitlement_")) for row in rows]
        )

    reminded, late = ("street", "due_soon"), ("street", "overdue")
    assert told[0] == []
    assert told[1] == told[2] == [reminded]
    assert told[3] == told[4] == [reminded, late]
    assert told[5] == told[6] == [reminded, late, ("district", "overdue")]
