"""What proxies hold about a person: who acts for them, and for whom they act."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.proxies import actions, queries, rules

_WORDS = {
    "relation": Text("关系", "Relation"),
    "scopes": Text("事项", "In what"),
    "asked_at": Text("申请时间", "Asked at"),
    "elder": Text("老人", "Elder"),
}


@copied("proxies_for_me", Text("为我代办的人", "Who may act for me"), **_WORDS)
def proxies_for_me(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Who acts or acted for the resident."""
    for proxy in queries.every_proxy_for(work, resident_id):
        yield {
            "name": proxy.shown_name,
            "relation": proxy.shown_relation,
            "scopes": rules.in_words(proxy.scopes),
            "status": proxy.status,
            "valid_until": proxy.valid_until,
            "asked_at": proxy.asked_at,
        }


@copied("proxies_by_me", Text("我代办的人", "For whom I may act"), **_WORDS)
def proxies_by_me(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """For whom the resident acts or asked to act, named as they themselves typed it, masked."""
    for proxy in queries.every_proxy_by(work, resident_id):
        yield {
            "elder": proxy.elder_named,
            "relation": proxy.relation,
            "scopes": rules.in_words(proxy.scopes),
            "status": proxy.status,
            "valid_until": proxy.valid_until,
            "asked_at": proxy.asked_at,
        }


@erased
def forget_proxies(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nobody acts for them, they act for nobody, and no name is left."""
    actions.forget_person(work, resident_id)
    return ()
