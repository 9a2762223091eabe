"""What a finding leads to: an alarm that rings, a request for care, somebody who is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.elderly_care.alarms import actions as alarms
from service.elderly_care.alarms.rules import AlarmKind, AlarmSource
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.requests import actions as requests
from service.elderly_care.requests.errors import RequestStands
from service.elderly_care.welfare_visits import rules
from service.elderly_care.welfare_visits.actions.telling import tell_nearest
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.rules import BY_TELEPHONE, CheckArea, ContactWay, Finding
from service.elderly_care.welfare_visits.texts import TO_REFER
from service.kit.acting import by_staff
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def ring(
    work: UnitOfWork, row: WelfareVisit, way: ContactWay, findings: Sequence[Finding], at: datetime
) -> UUID | None:
    """Raise an alarm for what can not wait, as anybody at the door would; told late it rings as late ones do."""
    urgent = rules.urgent_ones(findings)
    if not urgent or not _lives_here(work, row):
        return None
    is_health = any(each.area is CheckArea.HEALTH for each in urgent)
    alarm = alarms.raise_alarm(
        work,
        row.elder_id,
        kind=AlarmKind.UNWELL if is_health else AlarmKind.OTHER,
        source=AlarmSource.PHONE if way in BY_TELEPHONE else AlarmSource.BYSTANDER,
        note="；".join(f"{each.area.words.zh}：{each.words}" for each in urgent),
        acted_by=by_staff(work.actor),
        happened_at=at,
        place=row.region_code,
    )
    return alarm.id


def refer(work: UnitOfWork, row: WelfareVisit, referral: Mapping[str, Any] | None) -> UUID | None:
    """Ask for the services that an elder needs, or tell the community what they need. Raises NoSuchService.

    A visit is not lost because the same is asked for already: then the community is told as well.
    """
    if referral is None or not _lives_here(work, row):
        return None
    if referral["needs"]:
        said = {"note": referral["note"]} if referral["note"] else {}
        try:
            asked = requests.ask(work, elder_id=row.elder_id, needs=referral["needs"], **said)
        except NoSuchService as refusal:
            raise NoSuchService(field=f"referral.{refusal.field}") from refusal
        except RequestStands:
            pass
        else:
            return asked.id
    tell_nearest(work, row, Role.COMMUNITY_WORKER, TO_REFER)
    return None


def _lives_here(work: UnitOfWork, row: WelfareVisit) -> bool:
    """Of who has died or left since then, what was found is kept and leads to nothing."""
    who = residents.standing(work, row.elder_id)
    return who is not None and who.is_verified
