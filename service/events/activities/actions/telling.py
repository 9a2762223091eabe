"""Telling people about activities: who takes part, who brought them, and who organises."""

from collections.abc import Collection
from uuid import UUID, uuid5

from service.accounts import queries as accounts
from service.events.activities import texts
from service.events.activities.models import Activity, ActivityWait, SignUp
from service.events.activities.permissions import ORGANISERS_NEAREST_FIRST, PROXY_SCOPE
from service.kit.actor import Function
from service.kit.content import is_passed
from service.kit.telling import Recipient, SpokenText, tell, told
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging
from service.organisations import queries as organisations
from service.regions import queries as regions

_NO_REASON = "—"


def tell_person(
    work: UnitOfWork, activity: Activity, row: SignUp | ActivityWait, text: SpokenText, **facts: object
) -> None:
    """Say this to who takes part or waits, with their proxies; and to who of their household brought them."""
    for resident_id in {row.resident_id, row.brought_by} - {None}:
        person = Recipient(resident_id=resident_id, scope=PROXY_SCOPE)
        _tell(work, activity, person, text, facts)


def tell_many(
    work: UnitOfWork,
    activity: Activity,
    text: SpokenText,
    resident_ids: Collection[UUID],
    *,
    time: object = "",
) -> None:
    """Say this to all of these, with their proxies, in a few statements; to each account once for each `time` of it."""
    words = told(Recipient(scope=PROXY_SCOPE), text, subject=activity.id, **_facts(activity))
    key = uuid5(activity.id, f"{text.name} {time}")
    messaging.tell_residents(work, resident_ids, words, key=key)


def tell_maker(work: UnitOfWork, activity: Activity, text: SpokenText) -> None:
    """Say this to who has made the activity."""
    _tell(work, activity, Recipient(account_id=activity.created_by), text, {})


def tell_organisers(work: UnitOfWork, activity: Activity, text: SpokenText) -> None:
    """Say this to who looks after the activities of its place: the community's workers, else the street, else the district."""
    path = regions.path_of(work, activity.region_code)
    for role in ORGANISERS_NEAREST_FIRST:
        workers = accounts.account_ids_serving(work, path, role, Function.NOTICES)
        for account_id in workers:
            _tell(work, activity, Recipient(account_id=account_id), text, _organisation(work, activity))
        if workers:
            return


def _organisation(work: UnitOfWork, activity: Activity) -> dict[str, object]:
    organisation_id: UUID | None = activity.organisation_id
    if organisation_id is None:
        return {}
    return {"organisation": organisations.names(work, [organisation_id]).get(organisation_id, "")}


def _tell(
    work: UnitOfWork, activity: Activity, person: Recipient, text: SpokenText, facts: dict[str, object]
) -> None:
    tell(work, person, text, subject=activity.id, **{**_facts(activity), **facts})


def _facts(activity: Activity) -> dict[str, object]:
    return {
        "title": activity.title,
        "place": activity.place,
        "starts_at": activity.starts_at,
        "ends_at": activity.ends_at,
        "reason": _reason(activity),
    }


def _reason(activity: Activity) -> str | Text:
    if activity.reason is None:
        return _NO_REASON
    return activity.reason if is_passed(activity.content_state) else texts.REASON_LATER
