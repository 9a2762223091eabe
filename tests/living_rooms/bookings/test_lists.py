"""Lists of bookings over HTTP."""

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import living_rooms, organisations
from tests.living_rooms.bookings.conftest import Asking, booked, refusal


def test_everybody_sees_what_concerns_them(
    as_ada: ApiClient,
    as_ben: ApiClient,
    as_worker: ApiClient,
    as_other_worker: ApiClient,
    wish: Asking,
    ben: Resident,
) -> None:
    of_ada = booked(as_ada.post("/bookings", wish("10:00")))["id"]
    of_ben = booked(as_ben.post("/bookings", wish("12:00")))["id"]

    assert _ids(as_ada) == [of_ada]
    assert _ids(as_ben) == [of_ben]
    assert _ids(as_worker) == [of_ben, of_ada]
    assert _ids(as_other_worker) == []
    assert _ids(as_worker, f"?resident_id={ben.id}") == [of_ben]
    assert _ids(as_ada, f"?resident_id={ben.id}") == []


def test_a_list_is_narrowed_and_paged(
    work: UnitOfWork, as_ada: ApiClient, as_worker: ApiClient, wish: Asking
) -> None:
    hall = living_rooms.room(work, active_quota=9)
    ids = [
        booked(as_ada.post("/bookings", wish(days=days, living_room_id=hall.id)))["id"] for days in (1, 2, 3)
    ]
    booked(as_ada.post("/bookings", wish()))
    booked(as_ada.post(f"/bookings/{ids[1]}/cancel"))

    assert _ids(as_worker, f"?living_room_id={hall.id}") == ids[::-1]
    assert _ids(as_worker, f"?living_room_id={hall.id}&status=cancelled") == [ids[1]]
    assert _ids(as_worker, f"?living_room_id={hall.id}&from=2026-03-04&to=2026-03-04") == [ids[1]]
    page = booked(as_worker.get(f"/bookings?living_room_id={hall.id}&limit=2"))
    rest = booked(as_worker.get(f"/bookings?living_room_id={hall.id}&limit=2&cursor={page['next_cursor']}"))
    assert [each["id"] for each in page["items"] + rest["items"]] == ids[::-1]
    assert rest["next_cursor"] is None


def test_a_worker_sees_who_comes(
    work: UnitOfWork, as_ada: ApiClient, as_worker: ApiClient, wish: Asking, ada: Resident
) -> None:
    choir = organisations.organisation(work, name="夕阳红合唱团")
    made = [
        booked(as_ada.post("/bookings", wish("10:00"))),
        booked(as_worker.post("/bookings", wish("12:00", organisation_id=choir.id))),
        booked(as_worker.post("/bookings", wish("14:00"))),
    ]

    shown = booked(as_worker.get("/bookings"))["items"][::-1]

    names = [(ada.name, None), (None, "夕阳红合唱团"), (None, None)]
    assert [(each["resident_name"], each["organisation_name"]) for each in made] == names
    assert [(each["resident_name"], each["organisation_name"]) for each in shown] == names


def test_a_strange_question_is_refused(as_ada: ApiClient) -> None:
    assert refusal(as_ada.get("/bookings?status=lost")) == (422, "invalid_input")
    assert refusal(as_ada.get("/bookings?colour=red")) == (422, "invalid_input")
    assert refusal(as_ada.get("/bookings?cursor=abc")) == (422, "invalid_input")


def _ids(client: ApiClient, query: str = "") -> list[str]:
    return [each["id"] for each in booked(client.get(f"/bookings{query}"))["items"]]
