"""What the register holds about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import queries
from service.residents.people.actions.emptying import empty_record

_DETAILS = (
    "sex",
    "birth_on",
    "ethnicity",
    "education",
    "marital_status",
    "living_situation",
    "medical_payments",
    "income_sources",
    "language",
)


@copied(
    "record",
    Text("基本信息", "Your record"),
    phone=Text("电话", "Telephone"),
    id_number=Text("身份证号", "ID number"),
    region=Text("所在地区编码", "Place"),
    address=Text("住址", "Address"),
    registered_at=Text("登记时间", "Registered at"),
    verified_at=Text("核实时间", "Verified at"),
    sex=Text("性别", "Sex"),
    birth_on=Text("出生日期", "Born on"),
    ethnicity=Text("民族", "Ethnicity"),
    education=Text("文化程度", "Education"),
    marital_status=Text("婚姻状况", "Marital status"),
    living_situation=Text("居住情况", "Lives with"),
    medical_payments=Text("医疗费用支付方式", "Medical costs paid by"),
    income_sources=Text("经济来源", "Income from"),
    language=Text("语言", "Language"),
)
def record(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """The record in full; what is sealed is opened for whose it is."""
    person = work.session.get(Resident, resident_id)
    if person is None:
        return
    yield {
        "name": person.name,
        "phone": person.phone(work.house.cipher),
        "id_number": person.id_number(work.house.cipher),
        "region": person.region_code,
        "address": person.address,
        "status": person.status,
        "registered_at": person.registered_at,
        "verified_at": person.verified_at,
        "reason": person.reason,
        **{name: getattr(person, name) for name in _DETAILS},
    }


@copied(
    "emergency_contacts",
    Text("紧急联系人", "Emergency contacts"),
    relation=Text("关系", "Relation"),
    phone=Text("电话", "Telephone"),
)
def emergency_contacts(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Whom to call, in this order."""
    for contact in queries.contacts(work, resident_id):
        yield {
            "name": contact.name,
            "relation": contact.relation,
            "phone": contact.phone(work.house.cipher),
        }


@erased
def empty(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """The record is an empty shell."""
    person = work.session.get(Resident, resident_id, with_for_update=True)
    if person is not None:
        empty_record(work, person)
    return ()
