"""Asking for a code, sending it, and proving with it that one holds a telephone."""

import json
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from service.accounts.codes import counting, rules
from service.accounts.codes.errors import SmsNotOffered, WrongCode
from service.accounts.codes.messages import CodeAsked
from service.accounts.codes.models import OneTimeCode
from service.kit.sms import Sms, SmsGateway, SmsRefused
from service.kit.sms.demonstration import DemonstrationSms
from service.kit.work import UnitOfWork

log = structlog.get_logger()

_TEMPLATE = "code"


@dataclass(frozen=True, slots=True)
class AskedCode:
    """What is told to whoever asked: the same whether or not anybody knows the telephone."""

    expires_in: int
    demonstration_code: str | None


def ask_code(
    work: UnitOfWork, purpose: str, phone: str, subject: UUID | None = None, *, reaches_nobody: bool = False
) -> AskedCode:
    """Send a code to this mobile telephone, good for this purpose and subject; an earlier one is good no more.

    Raises BadMobile, TooManyCodes or SmsNotOffered. With `reaches_nobody` all is as ever but nothing is sent and
    no code is right: for who must not learn that there is nobody behind what they typed.
    """
    gateway = work.house.provider(SmsGateway)
    if gateway is None:
        raise SmsNotOffered
    number = rules.normal_mobile(phone)
    counting.count_ask(work, number)
    code = work.house.randomness.digits(rules.DIGITS)
    code_id = work.new_id()
    tries = 0 if reaches_nobody else rules.TRIES
    _keep(work, code_id, _place(work, purpose, number, subject), number, code, tries=tries)
    if not reaches_nobody:
        work.announce(CodeAsked(code_id=code_id))
    shown = code if isinstance(gateway, DemonstrationSms) else None
    return AskedCode(int(rules.LASTS.total_seconds()), shown)


def check_code(work: UnitOfWork, purpose: str, phone: str, code: str, subject: UUID | None = None) -> None:
    """Spend the code that was sent for this; raises WrongCode or BadMobile.

    To be called before the first change: the try is spent in a transaction of its own, and stays spent whatever
    becomes of this one.
    """
    number = rules.normal_mobile(phone)
    place = _place(work, purpose, number, subject)
    if not work.apart(lambda apart: _spend_try(apart, place, rules.normal_code(code))):
        raise WrongCode(field="code")


def count_mailed_code(work: UnitOfWork, address: str) -> None:
    """Count a code that is to go by mail with those that go to telephones: nobody fills a stranger's mailbox either.

    Raises TooManyCodes.
    """
    counting.count_ask(work, address.lower())


def send_code(work: UnitOfWork, code_id: UUID) -> None:
    """Send a code that is still good; raises SmsGatewayDown, to be tried again."""
    waiting = select(OneTimeCode).where(
        OneTimeCode.id == code_id, OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > work.now
    )
    kept = work.session.scalar(waiting)
    if kept is None or kept.sealed is None:
        return
    told = json.loads(work.house.cipher.decrypt(kept.sealed, bound_to=_bound_to(code_id)))
    sms = Sms(told["phone"], _TEMPLATE, {"code": told["code"]}, out_id=str(code_id))
    try:
        work.house.provider(SmsGateway).send(sms)
    except SmsRefused as refusal:
        log.error("sms_refused", out_id=sms.out_id, reason=refusal.reason)
    kept.sealed = None


def forget_old_codes(work: UnitOfWork) -> None:
    """Drop codes that are good no more, and counts that count no more."""
    work.session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at <= work.now))
    counting.forget_old_counts(work)


def _keep(work: UnitOfWork, code_id: UUID, place: bytes, phone: str, code: str, *, tries: int) -> None:
    sealed = work.house.cipher.encrypt(
        json.dumps({"phone": phone, "code": code}), bound_to=_bound_to(code_id)
    )
    values = {
        "id": code_id,
        "code_hash": _hash(work, place, code),
        "sealed": sealed,
        "expires_at": work.now + rules.LASTS,
        "tries_left": tries,
        "used_at": None,
    }
    keeping = insert(OneTimeCode).values(place=place, **values)
    work.session.execute(keeping.on_conflict_do_update(index_elements=[OneTimeCode.place], set_=values))


def _spend_try(work: UnitOfWork, place: bytes, code: str) -> bool:
    """Spend a try and, when it is right, the code: one statement, so of two at once one wins."""
    right = OneTimeCode.code_hash == _hash(work, place, code)
    trying = (
        update(OneTimeCode)
        .where(
            OneTimeCode.place == place,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > work.now,
            OneTimeCode.tries_left > 0,
        )
        .values(
            tries_left=OneTimeCode.tries_left - 1,
            used_at=case((right, work.now), else_=None),
            sealed=case((right, None), else_=OneTimeCode.sealed),
        )
        .returning(OneTimeCode.used_at)
        .execution_options(synchronize_session=False)
    )
    return work.session.scalar(trying) is not None


def _place(work: UnitOfWork, purpose: str, phone: str, subject: UUID | None) -> bytes:
    return work.house.cipher.lookup(f"{purpose}\0{phone}\0{subject}", purpose="one_time_codes.place")


def _hash(work: UnitOfWork, place: bytes, code: str) -> bytes:
    return work.house.cipher.lookup(f"{place.hex()}\0{code}", purpose="one_time_codes.code")


def _bound_to(code_id: UUID) -> str:
    return f"one_time_codes.sealed:{code_id}"
