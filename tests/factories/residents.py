"""Residents and proxies in one line."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Proxy, Resident
from service.residents.rules import AgreementWay, ProxyScope, ProxyStatus, ResidentStatus
from tests.factories import regions

COMMUNITY = "330211001001"


def resident(
    work: UnitOfWork,
    region_code: str | None = COMMUNITY,
    name: str = "陈阿婆",
    status: ResidentStatus = ResidentStatus.VERIFIED,
    phone: str | None = None,
    id_number: str | None = None,
    **values: Any,
) -> Resident:
    """A resident; `phone` in E.164."""
    regions.tree(work)
    person = Resident(
        id=work.new_id(),
        name=name,
        region_code=region_code,
        status=status,
        registered_at=work.now,
        verified_at=work.now if status is ResidentStatus.VERIFIED else None,
        **values,
    )
    person.keep_phone(work.house.cipher, phone)
    person.keep_id_number(work.house.cipher, id_number)
    work.session.add(person)
    work.session.flush()
    return person


def proxy(
    work: UnitOfWork,
    elder: Resident,
    account: Any,
    scopes: Sequence[str] = (ProxyScope.BOOKING,),
    *,
    status: ProxyStatus = ProxyStatus.APPROVED,
    valid_until: date | None = None,
    name: str = "陈小妹",
    **values: Any,
) -> Proxy:
    """A proxy of the account for the elder, approved and valid for a quarter unless said otherwise."""
    standing = Proxy(
        id=work.new_id(),
        elder_id=elder.id,
        elder_named=f"{elder.name[0]}**",
        elder_lookup=elder.id.bytes,
        account_id=account.id,
        name=name,
        relation="女儿",
        scopes=list(scopes),
        status=status,
        agreed_way=AgreementWay.APP if status is ProxyStatus.APPROVED else None,
        valid_until=valid_until or local_date(work.now) + timedelta(days=90),
        asked_at=work.now,
        **values,
    )
    work.session.add(standing)
    work.session.flush()
    return standing
