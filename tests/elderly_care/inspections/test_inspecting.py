"""What street and district find is mended by the operator, verified by who inspects, and climbs when it is late."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.inspections.models import FindingStep, InspectionFinding
from service.elderly_care.providers.models import Contract
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.inspections.conftest import CLIMB, FINDING, PATH, inspection
from tests.factories import regions

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17)
MENDED = {"note": "已更换灭火器。"}
SEEN = {"is_mended": True, "note": "现场查看，属实。"}
NOT_SEEN = {"is_mended": False, "note": "仍有一只过期。"}


@pytest.fixture
def made(street: ApiClient, contract: Contract) -> dict[str, Any]:
    answer = street.post(PATH, inspection(contract))
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def path_of(made: dict[str, Any], act: str) -> str:
    return f"{PATH}/{made['id']}/findings/{made['findings'][0]['id']}/{act}"


def test_a_finding_is_mended_by_the_manager_and_verified_by_the_street(
    clock: StoppedClock, made: dict[str, Any], street: ApiClient, manager: ApiClient
) -> None:
    photo = manager.post("/files", data={"file": (BytesIO(PNG), "after.png")}).json["id"]
    clock.move(days=1)
    mended = manager.post(path_of(made, "mend"), MENDED | {"photos": [photo]})
    verified = street.post(path_of(made, "verify"), SEEN)
    [finding] = verified.json["findings"]

    assert (made["findings"][0]["status"], made["findings"][0]["text"]) == ("open", FINDING["text"])
    assert [(each["status"], each["mended_on"]) for each in mended.json["findings"]] == [
        ("mended", "2026-03-03")
    ]
    assert (finding["status"], finding["mended_on"]) == ("verified", "2026-03-03")
    assert [(each["kind"], each["note"], each["photos"]) for each in finding["steps"]] == [
        ("mend", MENDED["note"], [photo]),
        ("verify", SEEN["note"], []),
    ]
    assert street.get(f"{PATH}/{made['id']}/photos/{photo}").get_data() == PNG
    assert street.get(f"{PATH}/{made['id']}/photos/{made['id']}").status_code == 404


def test_what_is_not_mended_is_returned_and_due_as_before(
    made: dict[str, Any], street: ApiClient, manager: ApiClient
) -> None:
    manager.post(path_of(made, "mend"), MENDED)
    returned = street.post(path_of(made, "verify"), NOT_SEEN)
    [finding] = returned.json["findings"]

    assert (finding["status"], finding["mended_on"], finding["mend_by"]) == ("open", None, "2026-03-06")
    assert manager.post(path_of(made, "mend"), MENDED).status_code == 200


def test_each_step_is_taken_once_and_by_whom_it_falls_to(
    made: dict[str, Any],
    street: ApiClient,
    manager: ApiClient,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    as_staff: Speak,
) -> None:
    auditor = as_staff(Role.AUDITOR, functions=())
    nothing_to_verify = street.post(path_of(made, "verify"), SEEN)
    not_theirs = [
        each.post(path_of(made, "mend"), MENDED).status_code for each in (street, dispatcher, auditor)
    ]
    hidden = other_dispatcher.post(path_of(made, "mend"), MENDED)
    manager.post(path_of(made, "mend"), MENDED)
    again = manager.post(path_of(made, "mend"), MENDED)
    own = manager.post(path_of(made, "verify"), SEEN)

    assert (nothing_to_verify.status_code, nothing_to_verify.json["code"]) == (409, "wrong_state")
    assert (not_theirs, hidden.status_code, again.status_code) == ([403, 403, 403], 404, 409)
    assert own.status_code == 403


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"made_on": "2026-03-03"}, "inspection_day", "made_on"),
        ({"made_on": "2026-02-15"}, "inspection_day", "made_on"),
        ({"areas": ["staff"]}, "area_not_inspected", "findings.0.area"),
        ({"findings": [FINDING | {"mend_by": "2026-03-01"}]}, "mending_day", "findings.0.mend_by"),
        ({"findings": [FINDING | {"mend_by": "2027-03-01"}]}, "mending_day", "findings.0.mend_by"),
        ({"contract_id": "01900000-0000-7000-8000-000000000000"}, "no_such_contract", "contract_id"),
    ],
)
def test_an_inspection_that_can_not_be(
    street: ApiClient, contract: Contract, other: dict[str, Any], code: str, field: str
) -> None:
    refused = street.post(PATH, inspection(contract, **other))

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert field in refused.json["errors"]


def test_only_street_and_district_where_the_contract_runs_or_serves_inspect(
    contract: Contract, as_staff: Speak, district: ApiClient, worker: ApiClient, manager: ApiClient
) -> None:
    elsewhere = as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])
    body = inspection(contract)

    assert [each.post(PATH, body).status_code for each in (worker, manager)] == [403, 403]
    assert elsewhere.post(PATH, body).json["code"] == "no_such_contract"
    assert district.post(PATH, body).status_code == 201


def test_everybody_reads_what_is_theirs(
    made: dict[str, Any],
    street: ApiClient,
    manager: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    as_staff: Speak,
) -> None:
    auditor = as_staff(Role.AUDITOR, functions=())
    elsewhere = as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])
    path = f"{PATH}/{made['id']}"

    assert [each.get(path).status_code for each in (street, manager, auditor)] == [200] * 3
    assert [each.get(path).status_code for each in (other_dispatcher, elsewhere, worker)] == [404, 404, 403]
    assert [len(each.get(PATH).json["items"]) for each in (street, manager, auditor, elsewhere)] == [
        1,
        1,
        1,
        0,
    ]
    assert manager.get(f"{PATH}?contract_id={path[-36:]}").json["items"] == []


def test_a_list_of_what_waits(made: dict[str, Any], street: ApiClient, manager: ApiClient) -> None:
    waiting = street.get(f"{PATH}?unmended=true").json["items"]
    manager.post(path_of(made, "mend"), MENDED)
    street.post(path_of(made, "verify"), SEEN)

    assert [each["id"] for each in waiting] == [made["id"]]
    assert street.get(f"{PATH}?unmended=true").json["items"] == []


def test_what_was_found_and_said_is_sealed(
    work: UnitOfWork, made: dict[str, Any], manager: ApiClient
) -> None:
    manager.post(path_of(made, "mend"), MENDED)

    sealed = [
        work.session.scalars(select(InspectionFinding.text_sealed)).one(),
        work.session.scalars(select(FindingStep.note_sealed)).one(),
    ]

    assert not any("灭火器".encode() in each for each in sealed)


def test_each_hears_of_what_falls_to_them(
    work: UnitOfWork, timetable: Timetable, made: dict[str, Any], street: ApiClient, manager: ApiClient
) -> None:
    timetable.deliver()
    found = told(work)
    manager.post(path_of(made, "mend"), MENDED)
    timetable.deliver()
    mended = told(work)
    street.post(path_of(made, "verify"), SEEN)
    timetable.deliver()

    assert (found, mended, told(work)) == (
        ["inspection_found"],
        ["inspection_found", "finding_to_verify"],
        ["inspection_found", "finding_to_verify", "finding_verified"],
    )


def test_what_is_late_climbs_from_the_operator_to_the_street_to_the_district_once_each(
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
    made: dict[str, Any],
    manager: ApiClient,
    as_staff: Speak,
    district: ApiClient,
) -> None:
    """Due on Friday, 6 March: late from Saturday, for the street from Tuesday, for the district from Friday."""
    heard = {}
    for days in range(4, 14):
        clock.move_to(clock.today_at("09:00", days=1) if days > 4 else clock.today_at("09:00", days=4))
        timetable.run(CLIMB)
        timetable.deliver()
        heard[clock.now().date().isoformat()] = told(work).count("finding_overdue")

    assert heard == {
        "2026-03-06": 0,
        "2026-03-07": 1,
        "2026-03-08": 1,
        "2026-03-09": 1,
        "2026-03-10": 2,
        "2026-03-11": 2,
        "2026-03-12": 2,
        "2026-03-13": 3,
        "2026-03-14": 3,
        "2026-03-15": 3,
    }


def test_what_was_mended_in_time_climbs_no_further(
    clock: StoppedClock, timetable: Timetable, work: UnitOfWork, made: dict[str, Any], manager: ApiClient
) -> None:
    manager.post(path_of(made, "mend"), MENDED)
    clock.move(days=30)
    timetable.run(CLIMB)
    timetable.deliver()

    assert "finding_overdue" not in told(work)


def told(work: UnitOfWork) -> list[str]:
    texts = work.session.scalars(select(InboxMessage.text).order_by(InboxMessage.id))
    return [each.removeprefix("elderly_care.") for each in texts]
