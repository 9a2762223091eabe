"""Telling elders, proxies and caregivers what concerns them: one message for one act, however many visits it changes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.caregivers.queries import CaregiverName
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.visits import texts
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Before:
    """A visit, and how it was arranged before an act."""

    visit: Visit
    was_assigned: bool
    starts_at: datetime | None
    caregiver_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _News:
    """One thing that somebody is told of a visit."""

    visit: Visit
    text: SpokenText
    starts_at: datetime


def before(visit: Visit, caregiver_ids: Collection[UUID]) -> Before:
    """How a visit is arranged before an act."""
    return Before(visit, visit.status is VisitStatus.ASSIGNED, visit.starts_at, frozenset(caregiver_ids))


def tell_arranged(
    work: UnitOfWork, formerly: Sequence[Before], now_by: Mapping[UUID, Collection[UUID]]
) -> None:
    """Tell what an act has changed: to elders whatever is settled, to caregivers all that is or was theirs."""
    for_elders: dict[UUID, list[_News]] = defaultdict(list)
    for_caregivers: dict[UUID, list[_News]] = defaultdict(list)
    for was in formerly:
        visit, makers = was.visit, frozenset(now_by[was.visit.id])
        if visit.starts_at is None:
            continue
        same_time = was.starts_at == visit.starts_at
        if visit.status is VisitStatus.ASSIGNED and not (same_time and makers == was.caregiver_ids):
            text = texts.MOVED if was.was_assigned else texts.ARRANGED
            for_elders[visit.elder_id].append(_News(visit, text, visit.starts_at))
        for each in makers - was.caregiver_ids:
            for_caregivers[each].append(_News(visit, texts.GIVEN, visit.starts_at))
        for each in was.caregiver_ids - makers:
            for_caregivers[each].append(_News(visit, texts.TAKEN_BACK, was.starts_at or visit.starts_at))
        if not same_time:
            for each in makers & was.caregiver_ids:
                for_caregivers[each].append(_News(visit, texts.GIVEN_OTHERWISE, visit.starts_at))
    _Teller(work, [was.visit for was in formerly], {*for_caregivers}.union(*now_by.values())).tell(
        for_elders, for_caregivers, now_by
    )


def tell_called_off(
    work: UnitOfWork, formerly: Sequence[Before], because: VisitCancellation, *, tells_elder: bool = True
) -> None:
    """Tell elders and caregivers that these visits will not be made, once each."""
    by_elder: dict[UUID, list[Before]] = defaultdict(list)
    for_caregivers: dict[UUID, list[_News]] = defaultdict(list)
    for was in formerly:
        if tells_elder:
            by_elder[was.visit.elder_id].append(was)
        for each in was.caregiver_ids:
            for_caregivers[each].append(_News(was.visit, texts.TAKEN_BACK, _time(was)))
    teller = _Teller(work, [was.visit for was in formerly], for_caregivers.keys())
    for elder_id, visits in by_elder.items():
        first = min(visits, key=_time)
        text = texts.CALLED_OFF if len(visits) == 1 else texts.SEVERAL_CALLED_OFF
        tell(
            work,
            Recipient(resident_id=elder_id, scope=permissions.PROXY_SCOPE),
            text,
            subject=first.visit.id,
            starts_at=_time(first),
            number=len(visits),
            service=teller.service(first.visit),
            because=because.words,
        )
    teller.tell({}, for_caregivers, {})


def tell_put_off(work: UnitOfWork, was: Before, made: Visit) -> None:
    """Tell that a visit will be made on another day: the elder, unless it is arranged there already, and who had it."""
    teller = _Teller(work, [made], was.caregiver_ids)
    if made.status is not VisitStatus.ASSIGNED:
        tell(
            work,
            Recipient(resident_id=made.elder_id, scope=permissions.PROXY_SCOPE),
            texts.PUT_OFF,
            subject=made.id,
            formerly=_time(was),
            starts_at=made.starts_at or made.window_starts_at,
            service=teller.service(made),
        )
    news = {each: [_News(was.visit, texts.TAKEN_BACK, _time(was))] for each in was.caregiver_ids}
    teller.tell({}, news, {})


def tell_given_back(work: UnitOfWork, formerly: Sequence[Before]) -> None:
    """Tell who plans of visits that met others of the same elder, and caregivers of those that were theirs."""
    for_caregivers: dict[UUID, list[_News]] = defaultdict(list)
    for was in formerly:
        for each in was.caregiver_ids:
            for_caregivers[each].append(_News(was.visit, texts.TAKEN_BACK, _time(was)))
    teller = _Teller(work, [was.visit for was in formerly], for_caregivers.keys())
    teller.tell({}, for_caregivers, {})
    for was in formerly:
        planners = accounts.account_ids_working_for(work, was.visit.organisation_id, permissions.PLANNERS)
        for account_id in planners:
            tell(
                work,
                Recipient(account_id=account_id),
                texts.GIVEN_BACK,
                subject=was.visit.id,
                starts_at=_time(was),
                service=teller.service(was.visit),
            )


def tell_left_open(work: UnitOfWork, organisation_id: UUID, name: str, starts: Sequence[datetime]) -> None:
    """Tell who plans for an operator what an absence has left open."""
    if not starts:
        return
    for account_id in accounts.account_ids_working_for(work, organisation_id, permissions.PLANNERS):
        tell(
            work,
            Recipient(account_id=account_id),
            texts.LEFT_OPEN,
            caregiver=name,
            number=len(starts),
            starts_at=min(starts),
        )


def _time(was: Before) -> datetime:
    return was.starts_at or was.visit.window_starts_at


class _Teller:
    """Knows what services and caregivers are called, asked once for all messages of an act."""

    def __init__(self, work: UnitOfWork, visits: Sequence[Visit], caregiver_ids: Collection[UUID]) -> None:
        self._work = work
        self._services = catalogue.services_by_id(work, {each.service_id for each in visits})
        self._people: Mapping[UUID, CaregiverName] = caregivers.names_of(work, caregiver_ids)

    def service(self, visit: Visit) -> str:
        return self._services[visit.service_id].name

    def tell(
        self,
        for_elders: Mapping[UUID, list[_News]],
        for_caregivers: Mapping[UUID, list[_News]],
        made_by: Mapping[UUID, Collection[UUID]],
    ) -> None:
        """One message to each."""
        for elder_id, news in for_elders.items():
            elder = Recipient(resident_id=elder_id, scope=permissions.PROXY_SCOPE)
            self._tell(elder, news, texts.SEVERAL_ARRANGED, made_by)
        for caregiver_id, news in for_caregivers.items():
            account = Recipient(account_id=self._people[caregiver_id].account_id)
            self._tell(account, news, texts.SEVERAL_GIVEN, made_by)

    def _tell(
        self,
        person: Recipient,
        news: Sequence[_News],
        several: SpokenText,
        made_by: Mapping[UUID, Collection[UUID]],
    ) -> None:
        first = min(news, key=lambda each: each.starts_at)
        makers = [self._people[each].name for each in made_by.get(first.visit.id, ())]
        tell(
            self._work,
            person,
            first.text if len(news) == 1 else several,
            subject=first.visit.id,
            starts_at=first.starts_at,
            number=len(news),
            service=self.service(first.visit),
            caregivers="、".join(makers),
        )
