"""What the night's job finds, once however often it looks; and who explains and settles it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs import actions
from service.elderly_care.proofs.actions import Tick, Told
from service.elderly_care.proofs.models import Anomaly
from service.elderly_care.proofs.rules import IncidentKind
from service.elderly_care.visits.models import Assignment, Visit
from service.kit import background
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import proofs, residents
from tests.factories.care_plans import visit as planned
from tests.factories.proofs import Scene, acting, at_home
from tests.statements import statements


def serve(
    work: UnitOfWork, scene: Scene, visit: Visit, begins: int, minutes: float = 60, north: float = 0.0
) -> None:
    """From so many minutes after nine for so long."""
    acting(work, scene.caregiver)
    nine = scene.visit.window_starts_at + timedelta(minutes=begins)
    work.now = max(work.now, nine + timedelta(minutes=minutes))
    actions.check_in(work, visit.id, **at_home(nine, north=north))
    actions.check_out(work, visit.id, **at_home(nine + timedelta(minutes=minutes), north=north))
    work.session.flush()


def elsewhere(work: UnitOfWork, scene: Scene) -> Visit:
    """A visit of the same caregiver to another elder, of whose door nothing is known."""
    other = proofs.scene(work, scene.operator)
    work.session.delete(other.door)
    made = planned(
        work, other.item, other.service, caregivers=(), on=scene.visit.occurs_on + timedelta(days=1)
    )
    for caregiver in scene.caregivers:
        _claim(work, made, caregiver.id)
    return made


def _claim(work: UnitOfWork, visit: Visit, caregiver_id: UUID) -> None:
    work.session.add(
        Assignment(
            visit_id=visit.id,
            caregiver_id=caregiver_id,
            starts_at=visit.window_starts_at,
            ends_at=visit.window_ends_at,
            assigned_at=work.now - timedelta(days=2),
        )
    )
    work.session.flush()


def look(timetable: Timetable, house: House) -> None:
    """One night."""
    house.clock.move(days=1)  # type: ignore[attr-defined]
    timetable.run("elderly_care.proofs.look_for_anomalies")
    while background.advance(house):
        pass


def found(work: UnitOfWork) -> set[tuple[str, UUID]]:
    work.session.expire_all()
    return {(each.kind.value, each.visit_id) for each in work.session.scalars(select(Anomaly))}


def test_two_visits_at_once_are_found_at_the_later_one_whichever_comes_first(
    work: UnitOfWork, scene: Scene, timetable: Timetable, house: House
) -> None:
    other = elsewhere(work, scene)
    serve(work, scene, other, 45)
    look(timetable, house)
    assert found(work) == set()

    serve(work, scene, scene.visit, 0)
    look(timetable, house)
    look(timetable, house)

    assert found(work) == {("overlap", other.id)}
    row = work.session.scalars(select(Anomaly)).one()
    assert (row.other_visit_id, row.facts) == (scene.visit.id, {"minutes": 15})


def test_nobody_is_eleven_kilometres_away_in_two_minutes(
    work: UnitOfWork, scene: Scene, timetable: Timetable, house: House
) -> None:
    other = elsewhere(work, scene)
    serve(work, scene, scene.visit, 0)
    serve(work, scene, other, 62, north=0.1)
    look(timetable, house)

    assert found(work) == {("impossible_travel", other.id)}


def test_a_visit_of_a_few_minutes_is_too_short_and_a_clock_ahead_is_odd(
    work: UnitOfWork, scene: Scene, timetable: Timetable, house: House
) -> None:
    acting(work, scene.caregiver)
    actions.check_in(work, scene.visit.id, **at_home(work.now))
    work.now += timedelta(minutes=5)
    actions.check_out(work, scene.visit.id, **at_home(work.now + timedelta(days=3)))
    work.session.flush()
    look(timetable, house)

    assert found(work) == {("too_short", scene.visit.id), ("clock", scene.visit.id)}


def test_five_visits_to_the_minute_the_same_are_odd(
    work: UnitOfWork, scene: Scene, timetable: Timetable, house: House
) -> None:
    days = [scene.visit]
    days += [proofs.another(work, scene, work.now + timedelta(days=number)) for number in range(1, 6)]
    for number, visit in enumerate(days):
        serve(work, scene, visit, number * 24 * 60, 57 if number == 0 else 60)
    look(timetable, house)

    assert found(work) == {("same_minute", days[-1].id)}


def test_the_night_looks_only_at_what_is_new(
    work: UnitOfWork, scene: Scene, timetable: Timetable, house: House, connection: Connection
) -> None:
    serve(work, scene, scene.visit, 0)
    look(timetable, house)

    with statements(connection) as sent:
        look(timetable, house)
    assert sum("care_visits" in each for each in sent) == 1
    assert not any("care_visit_marks" in each or "care_served_times" in each for each in sent)


def test_who_may_explain_and_settle(
    work: UnitOfWork,
    scene: Scene,
    timetable: Timetable,
    house: House,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    district: ApiClient,
    caregiver: ApiClient,
    elder: ApiClient,
) -> None:
    serve(work, scene, scene.visit, 0, 3)
    look(timetable, house)
    one = dispatcher.get("/care/anomalies?kind=too_short&open=true").json["items"][0]
    path = f"/care/anomalies/{one['id']}"

    for client in (worker, district):
        assert len(client.get("/care/anomalies").json["items"]) == 1
        assert client.post(f"{path}/explain", {"note": "…"}).status_code == 403
    for client in (other_dispatcher, other_worker):
        assert client.get("/care/anomalies").json["items"] == []
        assert client.post(f"{path}/explain", {"note": "…"}).status_code == 404
        assert client.post(f"{path}/settle", {"outcome": "harmless"}).status_code == 404
    for client in (caregiver, elder):
        assert client.get("/care/anomalies").status_code == 403
    assert dispatcher.post(f"{path}/settle", {"outcome": "harmless"}).status_code == 403
    explained = dispatcher.post(f"{path}/explain", {"note": "老人临时外出就医"})
    assert explained.json["explanation"] == "老人临时外出就医"
    assert worker.post(f"{path}/settle", {"outcome": "harmless"}).json["outcome"] == "harmless"
    assert worker.post(f"{path}/settle", {"outcome": "breach"}).status_code == 409
    assert dispatcher.post(f"{path}/explain", {"note": "再说"}).status_code == 409
    assert worker.get("/care/anomalies?open=true").json["items"] == []
    assert len(worker.get(f"/care/anomalies?organisation_id={scene.operator.id}").json["items"]) == 1


def test_a_tick_at_the_door_is_the_whole_proof_of_a_meal(
    work: UnitOfWork, operator: Organisation, timetable: Timetable, house: House, clock: StoppedClock
) -> None:
    scene = proofs.scene(work, operator, mode=Mode.DELIVERY_ROUND)
    acting(work, scene.caregiver)

    told = Told(**at_home(clock.now()))
    tick = Tick(visit_id=scene.visit.id, caregiver_id=scene.caregiver.id, told=told)
    first, again = (actions.tick_all(work, [tick]) for _ in range(2))

    assert (first, again) == ([True], [False])
    assert scene.visit.status == "done"
    look(timetable, house)
    assert found(work) == set()


def test_places_and_reports_are_forgotten_in_time_and_with_the_person(work: UnitOfWork, scene: Scene) -> None:
    acting(work, scene.caregiver)
    other = proofs.scene(work, scene.operator)
    for each in (scene, other):
        acting(work, each.caregiver)
        actions.check_in(work, each.visit.id, **at_home(work.now))
        actions.check_out(
            work, each.visit.id, **at_home(work.now + timedelta(minutes=4)), note="好", vitals={"pulse": 70}
        )
        actions.report_incident(work, each.visit.id, kind=IncidentKind.OTHER, at=work.now, note="打碎了碗")
    work.session.flush()

    assert actions.forget_places(work, work.now, 10) == 0
    assert actions.forget_person(work, scene.elder.id)
    assert not actions.forget_person(work, residents.resident(work).id)
    assert actions.forget_places(work, work.now + timedelta(days=1), 10) == 2
    assert actions.forget_reports(work, work.now + timedelta(days=1), 10) == 1
