"""What happens to an alarm is noted, and told to whom it concerns."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from service.elderly_care.alarms.models import AlarmEvent, CareAlarm
from service.elderly_care.alarms.rules import AlarmEventKind, AlarmSource
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def note(
    work: UnitOfWork,
    alarm: CareAlarm,
    kind: AlarmEventKind,
    *,
    source: AlarmSource | None = None,
    name: str | None = None,
    said: str | None = None,
) -> None:
    """Keep one thing that happened to an alarm, by the actor."""
    event_id = work.new_id()
    work.session.add(
        AlarmEvent(
            id=event_id,
            alarm_id=alarm.id,
            kind=kind,
            at=work.now,
            source=source,
            account_id=work.actor.account_id,
            name=name,
            note_sealed=seal(work, said, f"care_alarm_events.note:{event_id}"),
        )
    )


def seal(work: UnitOfWork, said: str | None, place: str) -> bytes | None:
    """What somebody said, sealed."""
    return None if said is None else work.house.cipher.encrypt(said, bound_to=place)


def tell_all(
    work: UnitOfWork, alarm: CareAlarm, account_ids: Iterable[UUID], text: SpokenText, **facts: Any
) -> None:
    """Tell these accounts something about an alarm, by the elder's masked name."""
    people = list(account_ids)
    if not people:
        return
    elder = residents.masked_names(work, [alarm.elder_id])[alarm.elder_id]
    for account_id in people:
        tell(
            work,
            Recipient(account_id=account_id),
            text,
            subject=alarm.id,
            elder=elder,
            kind=alarm.kind.words,
            **facts,
        )


def tell_elder(work: UnitOfWork, alarm: CareAlarm, text: SpokenText, **facts: Any) -> None:
    """Tell the elder something about their alarm; none of somebody who has died is told."""
    elder = Recipient(resident_id=alarm.elder_id)
    tell(work, elder, text, subject=alarm.id, kind=alarm.kind.words, **facts)


def place_of(work: UnitOfWork, region_code: str) -> Text:
    """Where it rings, by the names of the community and what lies below it."""
    steps = regions.steps_down_to(work, [region_code])[region_code]
    name = "".join(step.name for step in steps[-2:])
    return Text(name, name)
