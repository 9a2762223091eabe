"""How the elder's word is brought: in the app, by a code to their telephone, on paper, or by a worker who knows."""

from dataclasses import dataclass
from uuid import UUID

from service.accounts.codes import actions as codes
from service.kit.acting import ActedBy, by_staff, show_acting
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.residents.errors import EvidenceMissing
from service.residents.models import Proxy, Resident
from service.residents.people.rules import normal_phone
from service.residents.proxies import permissions, queries
from service.residents.rules import AgreementWay

_PURPOSE = "proxy"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The elder's word as somebody brings it; the asker can bring it by `sms_code` only."""

    way: AgreementWay | None = None
    phone: str | None = None
    code: str | None = None
    attachment: UUID | None = None
    witness: str | None = None


def ask_for_code(work: UnitOfWork, proxy: Proxy, phone: str) -> codes.AskedCode:
    """Send a code to the elder's telephone, if this is theirs; the answer is the same if it is not.

    Who types the code in shows that the elder has told it to them.
    """
    work.require(_may_bring_code(work, proxy))
    # Read before the elder is looked for: what is wrong with it is told alike whether or not there is one.
    typed = normal_phone(phone)
    elder = work.session.get(Resident, proxy.elder_id) if proxy.elder_id else None
    is_theirs = elder is not None and elder.phone(work.house.cipher) == typed
    return codes.ask_code(work, _PURPOSE, phone, proxy.id, reaches_nobody=not is_theirs)


def take_agreement(work: UnitOfWork, proxy: Proxy, agreement: Agreement) -> AgreementWay:
    """Check that the elder agrees, and keep what shows it; raises Forbidden, WrongCode, EvidenceMissing."""
    if agreement.way is AgreementWay.SMS_CODE:
        return _take_code(work, proxy, agreement)
    work.require(permissions.may_decide(work.actor, proxy, queries.elder_path(work, proxy)))
    is_elder = permissions.is_elder(work.actor, proxy)
    way = agreement.way or (AgreementWay.APP if is_elder else AgreementWay.WORKER)
    work.require((way is AgreementWay.APP) == is_elder)
    if way is AgreementWay.PAPER:
        _keep_paper(work, proxy, agreement)
    show_acting(proxy, acting_for_elder(work, proxy))
    return way


def acting_for_elder(work: UnitOfWork, proxy: Proxy) -> ActedBy | None:
    """How the actor acts for the elder: None in person, else as staff."""
    actor = work.actor
    return None if permissions.is_elder(actor, proxy) else by_staff(actor)


def _take_code(work: UnitOfWork, proxy: Proxy, agreement: Agreement) -> AgreementWay:
    work.require(_may_bring_code(work, proxy))
    if not agreement.phone or not agreement.code:
        raise EvidenceMissing(field="code")
    codes.check_code(work, _PURPOSE, agreement.phone, agreement.code, proxy.id)
    if not permissions.is_asker(work.actor, proxy):
        show_acting(proxy, acting_for_elder(work, proxy))
    return AgreementWay.SMS_CODE


def _may_bring_code(work: UnitOfWork, proxy: Proxy) -> bool:
    if permissions.is_asker(work.actor, proxy):
        return True
    return permissions.may_decide(work.actor, proxy, queries.elder_path(work, proxy))


def _keep_paper(work: UnitOfWork, proxy: Proxy, agreement: Agreement) -> None:
    if agreement.attachment is None and not agreement.witness:
        raise EvidenceMissing(field="attachment")
    if agreement.attachment is not None:
        files.attach(work, [agreement.attachment], field="attachment")
    proxy.attachment_id = agreement.attachment
    proxy.witness = agreement.witness
