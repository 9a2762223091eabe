"""Writing down what a plan says, so that the elder agrees to a text that never changes."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.plans import rules
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanVersion
from service.elderly_care.plans.queries import PriceList, quote_of
from service.elderly_care.plans.rules import VersionStatus
from service.kit.texts import LANGUAGES, Language, Text
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations

_HEAD = Text(
    "照护计划（第 {number} 版）\n服务机构：{operator}\n自 {starts_on} 起{until}",
    "Care plan, version {number}\nOperator: {operator}\nFrom {starts_on}{until}",
)
_UNTIL = Text("，至 {ends_on}", " until {ends_on}")
_LINE = Text(
    "{place}. {service}：{rule}；{window}；每次 {minutes} 分钟；护理员 {caregivers} 名；节假日{holidays}；每次 {price} 元",
    "{place}. {service}: {rule}; {window}; {minutes} minutes each time; caregivers: {caregivers}; "
    "on public holidays {holidays}; {price} yuan each time",
)
_MONTH = Text(
    "{month} 费用 {gross} 元：补贴 {subsidy} 元，长期护理保险 {insurance} 元，自付 {self_pay} 元",
    "{month} costs {gross} yuan: subsidy {subsidy}, insurance {insurance}, you pay {self_pay}",
)
_ESTIMATE = Text(
    "补贴按“{scheme}”估算，以审批结果为准。",
    "The subsidy is estimated by {scheme}; what is granted decides.",
)


def freeze(
    work: UnitOfWork,
    row: CarePlan,
    items: Sequence[PlanItem],
    *,
    number: int,
    starts_on: date,
    ends_on: date | None,
    preferred_caregivers: Sequence[UUID],
    refused_caregivers: Sequence[UUID],
) -> PlanVersion:
    """A version of a plan, on offer from now on, that begins on a day."""
    quote = quote_of(work, row, items, starts_on=starts_on, ends_on=ends_on)
    lines = _lines(work, row, items, starts_on)
    content = {
        "number": number,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
        "operator": organisations.names(work, [row.organisation_id])[row.organisation_id],
        "preferred_caregivers": [str(each) for each in preferred_caregivers],
        "refused_caregivers": [str(each) for each in refused_caregivers],
        "items": lines,
        "quote": quote,
    }
    content["text"] = {_key(each): _text(content, each) for each in LANGUAGES}
    frozen = PlanVersion(
        plan_id=row.id,
        number=number,
        status=VersionStatus.OFFERED,
        takes_effect_on=starts_on,
        content=content,
        text_hash=rules.hash_of(content),
        quote=quote,
        offered_at=work.now,
        offered_by=work.actor.account_id,
    )
    work.session.add(frozen)
    work.session.flush()
    return frozen


def _lines(work: UnitOfWork, row: CarePlan, items: Sequence[PlanItem], day: date) -> list[dict[str, Any]]:
    services = catalogue.services_by_id(work, {each.service_id for each in items})
    prices = PriceList(work, row.contract_id, items)
    lines = []
    for place, item in enumerate(items, 1):
        price_fen = prices.price_or_nothing(item, day)
        words = _words(item, place, services[item.service_id].name, price_fen)
        lines.append(
            {
                "id": str(item.id),
                "service_id": str(item.service_id),
                "service_code": services[item.service_id].code,
                "rrule": item.rrule,
                "starts_on": item.starts_on.isoformat(),
                "minutes": item.minutes,
                "window_start": item.window_start,
                "window_end": item.window_end,
                "skills": list(item.skills),
                "caregivers_needed": item.caregivers_needed,
                "on_holidays": item.on_holidays.value,
                "price_fen": price_fen,
                "words": {"zh": words.zh, "en": words.en},
            }
        )
    return lines


def _words(item: PlanItem, place: int, service: str, price_fen: int) -> Text:
    facts = {
        "place": place,
        "service": service,
        "rule": rules.in_words(rules.parse(item.rrule, field="rrule")),
        "window": rules.window_in_words(item.window_start, item.window_end),
        "minutes": item.minutes,
        "caregivers": item.caregivers_needed,
        "holidays": item.on_holidays.words,
        "price": rules.yuan(price_fen),
    }
    return Text(_said(_LINE, facts, "zh-CN"), _said(_LINE, facts, "en"))


def _text(content: dict[str, Any], language: Language) -> str:
    until = _said(_UNTIL, content, language) if content["ends_on"] else ""
    said = [_said(_HEAD, content | {"until": until}, language)]
    said += [line["words"][_key(language)] for line in content["items"]]
    for month in (content["quote"]["first_month"], content["quote"]["whole_month"]):
        money = {
            name: rules.yuan(month[f"{name}_fen"]) for name in ("gross", "subsidy", "insurance", "self_pay")
        }
        said.append(_said(_MONTH, money | {"month": month["month"]}, language))
    if content["quote"]["scheme_name"]:
        said.append(_said(_ESTIMATE, {"scheme": content["quote"]["scheme_name"]}, language))
    return "\n".join(said)


def _said(text: Text, facts: dict[str, Any], language: Language) -> str:
    told = {
        name: fact.in_language(language) if isinstance(fact, Text) else fact for name, fact in facts.items()
    }
    return text.in_language(language, told)


def _key(language: Language) -> str:
    return "en" if language == "en" else "zh"
