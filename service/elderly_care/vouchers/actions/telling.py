"""Telling an elder and who acts for them what they may use in a month."""

from collections.abc import Sequence

from service.elderly_care import permissions
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.vouchers import rules, texts
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import VoucherUnit
from service.kit.months import last_of
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents import queries as residents

_DECEASED = "deceased"
_FEN = 100


def tell_of_issue(work: UnitOfWork, rows: Sequence[Voucher]) -> None:
    """Tell of vouchers that are new; to who has died nothing is sent any more."""
    if not rows:
        return
    people = residents.standings(work, {row.elder_id for row in rows})
    schemes = subsidies.schemes_by_id(work, {row.scheme_id for row in rows})
    for row in rows:
        person = people.get(row.elder_id)
        if person is None or person.status == _DECEASED:
            continue
        is_money = row.unit is VoucherUnit.FEN
        tell(
            work,
            Recipient(resident_id=row.elder_id, scope=permissions.PROXY_SCOPE),
            texts.ISSUED_MONEY if is_money else texts.ISSUED_HOURS,
            subject=row.id,
            scheme=schemes[row.scheme_id].name,
            month=Text(f"{row.month.year}年{row.month.month}月", f"{row.month:%B %Y}"),
            amount=_in_hundredths(row.entitled) if is_money else _in_hours(row.entitled),
            last=row.last_day or last_of(row.month),
        )


def _in_hundredths(fen: int) -> str:
    return f"{fen // _FEN}.{fen % _FEN:02d}"


def _in_hours(minutes: int) -> Text:
    hours, rest = divmod(minutes, rules.MINUTES_OF_AN_HOUR)
    if rest == 0:
        return Text(f"{hours} 小时", f"{hours} hours")
    return Text(f"{hours} 小时 {rest} 分钟", f"{hours} hours {rest} minutes")
