"""What accounts hold about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.accounts.erasing import actions, queries
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_AUDIT = Kept(
    Text(
        "操作记录（审计日志），其中没有姓名和电话",
        "The audit trail, which holds neither names nor telephones",
    ),
    Text(
        "《网络安全法》第二十一条：网络日志留存不少于六个月",
        "Cybersecurity Law Art. 21: logs for at least six months",
    ),
)


@copied(
    "accounts",
    Text("账号", "Accounts"),
    display_name=Text("显示名称", "Shown as"),
    provider=Text("登录方式", "Logs in by"),
    hint=Text("尾号", "Ends in"),
    linked_at=Text("绑定时间", "Linked at"),
)
def accounts_of(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """The accounts, and the ways into them."""
    names = {account.id: account.display_name for account in queries.accounts_of(work, resident_id)}
    for identity in queries.identities_of(work, resident_id):
        yield {
            "display_name": names[identity.account_id],
            "provider": identity.provider,
            "hint": identity.hint,
            "linked_at": identity.linked_at,
        }


@copied(
    "logins",
    Text("登录记录", "Logins"),
    started_at=Text("登录时间", "Began"),
    ended_at=Text("结束时间", "Ended"),
)
def logins_of(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """The logins that are still known."""
    for login in queries.logins_of(work, resident_id):
        yield {"started_at": login.started_at, "ended_at": login.ended_at}


@erased
def end_accounts(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nobody logs in as this person again."""
    actions.end_accounts_of(work, resident_id)
    return [_AUDIT]
