"""Keeping schemes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from service.elderly_care import permissions
from service.elderly_care.subsidies import queries, rules
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.work import UnitOfWork


def add_scheme(work: UnitOfWork, **wanted: Any) -> SubsidyScheme:
    """Put a scheme on the list. Raises SchemeOnList, NotAPublicPayer, SchemeDays, SharesNotWhole."""
    work.require(permissions.may_govern(work.actor))
    row = SubsidyScheme(id=work.new_id(), updated_by=work.actor.account_id, updated_at=work.now)
    _put(row, wanted)
    work.session.add(row)
    work.session.flush()
    return row


def change_scheme(work: UnitOfWork, row: SubsidyScheme, changes: Mapping[str, Any]) -> SubsidyScheme:
    """Change a scheme; its code and payer stay, and what was agreed by it stands. Raises SchemeDays, SharesNotWhole."""
    work.require(permissions.may_govern(work.actor))
    _put(row, changes)
    row.updated_by, row.updated_at = work.actor.account_id, work.now
    return row


def put_schemes(work: UnitOfWork, wanted: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Bring the list in line with a file, as often as one likes; how many were added, changed, and as they were."""
    work.require(permissions.may_govern(work.actor))
    known = queries.schemes_by_code(work, {each["code"] for each in wanted})
    done: Counter[str] = Counter()
    for each in wanted:
        row = known.get(each["code"])
        if row is None:
            known[each["code"]] = add_scheme(work, **each)
            done["added"] += 1
            continue
        _put(row, each)
        done["changed" if work.session.is_modified(row) else "unchanged"] += 1
        work.session.flush()
    return done


def _put(row: SubsidyScheme, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "cost_shares":
            rules.check_shares(list(value.values()))
            for bearer, share in value.items():
                setattr(row, f"{bearer}_share", share)
        else:
            setattr(row, name, value)
    rules.check_payer(row.payer)
    rules.check_days(row.valid_from, row.valid_until)
