"""The evening before: caregivers, elders and their proxies are told of tomorrow, once each, however many visits it brings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.visits import queries
from service.elderly_care.visits.actions.reading import areas_of
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.queries import MadeStop
from service.elderly_care.visits.texts import TOMORROW, TOMORROW_FOR_YOU
from service.kit.clock import local, local_date
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork


def tell_of_tomorrow(work: UnitOfWork) -> None:
    """From the evening's hour on, tell everybody concerned of tomorrow; what is arranged later is told as it is arranged."""
    if local(work.now).hour < work.house.settings.care_evening_hour:
        return
    day = local_date(work.now) + timedelta(days=1)
    if queries.claim_tomorrow(work, day):
        _tell_caregivers(work, day)
        _tell_elders(work, day)


def _tell_caregivers(work: UnitOfWork, day: date) -> None:
    """Times and areas; whom they visit and how they get in is read in the app alone."""
    stops = queries.stops_on(work, day)
    areas = areas_of(work, {each.region_code for each in stops if each.region_code})
    by_account: dict[UUID, list[MadeStop]] = defaultdict(list)
    for stop in stops:
        by_account[stop.account_id].append(stop)
    for account_id, theirs in by_account.items():
        tell(
            work,
            Recipient(account_id=account_id),
            TOMORROW_FOR_YOU,
            day=day,
            number=len(theirs),
            stops=_listed(_stop(each, areas) for each in theirs),
        )


def _tell_elders(work: UnitOfWork, day: date) -> None:
    visits = queries.arranged_on(work, day)
    makers = _makers(work, visits)
    services = catalogue.services_by_id(work, {each.service_id for each in visits})
    by_elder: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_elder[visit.elder_id].append(visit)
    for elder_id, theirs in by_elder.items():
        tell(
            work,
            Recipient(resident_id=elder_id, scope=permissions.PROXY_SCOPE),
            TOMORROW,
            day=day,
            number=len(theirs),
            visits=_listed(_visit(each, services[each.service_id].name, makers[each.id]) for each in theirs),
        )


def _makers(work: UnitOfWork, visits: Sequence[Visit]) -> dict[UUID, list[str]]:
    made_by = queries.caregiver_ids_of(work, [each.id for each in visits])
    names = caregivers.names_of(work, {each for theirs in made_by.values() for each in theirs})
    return {
        each.id: [names[caregiver_id].name for caregiver_id in made_by.get(each.id, ())] for each in visits
    }


def _stop(stop: MadeStop, areas: Mapping[str, str]) -> Text:
    mode = stop.mode.words
    area = areas.get(stop.region_code or "")
    at = _clock(stop.starts_at)
    return Text(f"{at} {area or mode.zh}", f"{at} {area or mode.en}")


def _visit(visit: Visit, service: str, makers: Sequence[str]) -> Text:
    at = f"{_clock(visit.starts_at)}–{_clock(visit.ends_at)}"
    names = "、".join(makers)
    return Text(f"{at} {service}（{names}）", f"{at} {service} ({names})")


def _listed(lines: Iterable[Text]) -> Text:
    told = list(lines)
    return Text("；".join(each.zh for each in told), "; ".join(each.en for each in told))


def _clock(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M}" if moment else ""
