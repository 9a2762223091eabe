"""What the service tells of lines, sums, vouchers and scores, as rows like those of the hand-made table."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from tests.elderly_care.quarter.money.driver import PayingCommunity
from tests.elderly_care.quarter.money.scenario import SCHEMES
from tests.elderly_care.quarter.money.table import Rows

_SPLIT = ("price_fen", "deducted_fen", "gross_fen", "subsidy_fen", "insurance_fen", "self_pay_fen")
_SHARES = ("central_fen", "city_fen", "district_fen", "town_fen")
_LEDGER = ("vouchers", "issued", "withdrawn", "drawn", "returned", "expired", "remaining")
_SCHEME_NAMES = {scheme.code: name for name, scheme in SCHEMES.items()}
_NOTHING = "-"

Drawn = dict[str, list[tuple[str, int]]]


def lines(community: PayingCommunity) -> Rows:
    """Each line of each settlement, with the schemes whose vouchers it drew on, of hours how many minutes."""
    drawn = _drawn(community)
    rows: Rows = {}
    for operator, month in community.settlements:
        for line in community.lines(operator, month):
            elder, service = (community.names[UUID(line[each])] for each in ("elder_id", "service_id"))
            sign = "+" if line["reversal_of"] is None else "-"
            of_visit = line["reversal_of"] or line["id"]
            schemes, minutes = _schemes(drawn[of_visit])
            key = (month, operator, elder, service, line["service_on"], sign)
            figures = [str(line[name]) for name in (*_SPLIT, *_SHARES)]
            rows[key] = (*figures, schemes, minutes, _why(line))
    return rows


def sums(community: PayingCommunity) -> Rows:
    """Each settlement's totals and what the levels bear of them."""
    rows: Rows = {}
    for operator, month in community.settlements:
        told = community.settlement(operator, month)
        figures = {**told["totals"], **told["cost_shares"]}
        figures["price_fen"] = figures["gross_fen"] + figures["deducted_fen"]
        assert figures["unshared_fen"] == 0
        rows[month, operator] = (
            str(told["lines"]),
            *(str(figures[name]) for name in (*_SPLIT, *_SHARES)),
        )
    return rows


def ledger(community: PayingCommunity, months: tuple[str, ...]) -> Rows:
    """The vouchers of each month and scheme: fen, of hours minutes."""
    rows: Rows = {}
    for month in months:
        for row in community.read("/care/vouchers/ledger", {"month": month})["rows"]:
            rows[month, _SCHEME_NAMES[row["scheme_code"]]] = tuple(str(row[name]) for name in _LEDGER)
    return rows


def scores(community: PayingCommunity, months: tuple[str, ...]) -> Rows:
    """Each fact of each version of each month: so many of so many; and what that is worth."""
    rows: Rows = {}
    for operator in community.organisations:
        for month in months:
            for version in community.performance(operator, month)["versions"]:
                told = community.read(f"/care/performance/{version['id']}")
                key = (month, operator, str(version["number"]))
                for fact in told["facts"]:
                    count = (str(fact["numerator"]), str(fact["denominator"]))
                    rows[*key, fact["kind"]] = (*count, _said(fact["attained_per_mille"]))
                rows[*key, "score"] = (_said(told["score"]), _said(told["grade"]))
                for note in told["notes"]:
                    changes = (str(note["numerator_change"]), str(note["denominator_change"]))
                    rows[*key, f"note:{note['month']}:{note['fact']}"] = changes
    return rows


def _drawn(community: PayingCommunity) -> Drawn:
    """What each line drew, by scheme."""
    found: Drawn = defaultdict(list)
    for voucher in community.all_of("/care/vouchers"):
        for entry in community.read(f"/care/vouchers/{voucher['id']}")["entries"]:
            if entry["kind"] == "drawn":
                scheme = _SCHEME_NAMES[voucher["scheme_code"]]
                found[entry["settlement_line_id"]].append((scheme, entry["amount"]))
    return found


def _schemes(drawn: list[tuple[str, int]]) -> tuple[str, str]:
    names = "+".join(sorted(scheme for scheme, _ in drawn))
    minutes = sum(amount for scheme, amount in drawn if SCHEMES[scheme].counts_hours)
    return names or _NOTHING, str(minutes) if minutes else _NOTHING


def _why(line: dict[str, Any]) -> str:
    """Why a line is less than the price."""
    reasons = [each["reason_code"] for each in line["deductions"]]
    if line["proof"]["way"] == "not_served":
        reasons.append("not_served")
    return "+".join(reasons) or _NOTHING


def _said(value: object) -> str:
    return _NOTHING if value is None else str(value)
