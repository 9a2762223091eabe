"""The consents of a person: in the copy of their data, and after an erasure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.consents import actions, queries


@copied(
    "consents",
    Text("同意记录", "Consents"),
    organisation=Text("机构", "Organisation"),
    text_version=Text("同意书版本", "Version of the text"),
    text_hash=Text("同意书摘要（SM3）", "Hash of the text (SM3)"),
    way=Text("方式", "Way"),
)
def consents(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What the resident agreed to, and until when."""
    for consent in queries.shown_all(work, queries.every_consent_of(work, resident_id)):
        yield {
            "purpose": consent.purpose.words,
            "organisation": consent.organisation_name,
            "text_version": consent.text_version,
            "text_hash": consent.text_hash,
            "way": consent.way.words,
            "given_at": consent.given_at,
            "acted_by": consent.acted_by.name if consent.acted_by else None,
            "replaced_at": consent.replaced_at,
            "withdrawn_at": consent.withdrawn_at,
        }


@erased
def withdraw_consents(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """All consents end; that they were given stays as proof, without a witness's name or the signed sheet."""
    if actions.forget_giver(work, resident_id):
        yield Kept(
            Text("同意与撤回的记录（不含姓名）", "The record of consents and withdrawals, without a name"),
            Text(
                "证明处理合法；保存至少三年（《个人信息保护法》第五十六条）",
                "Proof that your data were used lawfully, for at least three years (PIPL Art. 56)",
            ),
        )
