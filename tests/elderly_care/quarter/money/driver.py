"""What is done with money in the community: granting, settling, approving, paying; all of it said over HTTP."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask

from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.quarter.driver import Community
from tests.elderly_care.quarter.money.scenario import GRANTS, SCHEMES, TARGETS, Scheme
from tests.elderly_care.quarter.scenario import Scenario
from tests.factories import accounts, assessments, regions

_SETTLEMENTS = "/care/settlements"
_NIGHTLY = (
    "vouchers.issue_vouchers",
    "vouchers.expire_vouchers",
    "entitlements.compare_entitlements",
    "performance.close_performance",
)
_PAGE = 100


class PayingCommunity(Community):
    """The community with those who settle, confirm, approve and pay; it keeps how each settlement was approved."""

    def __init__(
        self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable, scenario: Scenario
    ) -> None:
        super().__init__(app, house, clock, timetable, scenario)
        self.settlements: dict[tuple[str, str], str] = {}
        self.approved: dict[tuple[str, str], tuple[Any, Any]] = {}
        self.applications: dict[tuple[str, str], str] = {}

    def _found(self, work: UnitOfWork) -> None:
        super()._found(work)
        street = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])
        self.accounts["street"] = street.id
        for name, operator in self.organisations.items():
            manager = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id)
            self.accounts[f"manager {name}"] = manager.id
        for elder in sorted({name for granted in GRANTS.values() for name in granted}):
            assessments.assessment(work, self.elders[elder], level=3)

    def begin(self) -> None:
        """The district puts schemes on the list and says what the contracts are judged by."""
        for scheme in SCHEMES.values():
            self.say("district", "/care/subsidy-schemes", scheme.body)
        targets = [
            {"kind": kind, "target": target, "weight": weight} for kind, (target, weight) in TARGETS.items()
        ]
        for operator in self.organisations:
            path = f"/care/contracts/{self.ids[f'contract {operator}']}"
            self.say("district", path, {"targets": targets}, method="PATCH")

    # From an application to a grant

    def apply_for(self, name: str) -> None:
        """Proxies apply for a scheme, the street finds the conditions met and publicises it."""
        for elder in GRANTS[name]:
            wanted = {"elder_id": self.ids[elder], "scheme_code": SCHEMES[name].code}
            asked = self.say(f"proxy {elder}", "/care/entitlements", wanted)["id"]
            self.applications[elder, name] = asked
            found = {"facts": "上门核实。", "opinion": "met", "reasons": "符合方案规定。"}
            self.say("street", f"/care/entitlements/{asked}/check", found)
            self.say("street", f"/care/entitlements/{asked}/publicise")

    def grant(self, name: str) -> None:
        """The district grants what was publicised."""
        for elder, amount in GRANTS[name].items():
            path = f"/care/entitlements/{self.applications[elder, name]}/grant"
            self.say("district", path, _granted(SCHEMES[name], amount))
        self.timetable.deliver()

    def tonight(self) -> None:
        """What the night does with money and scores."""
        self.run(*_NIGHTLY)

    # A settlement

    def settle(self, operator: str, month: str) -> None:
        """The manager makes the settlement of a month and hands it to the street."""
        body = {"contract_id": self.ids[f"contract {operator}"], "month": month}
        self.settlements[operator, month] = self.say(f"manager {operator}", _SETTLEMENTS, body)["id"]
        self.step(operator, month, "submit")

    def step(self, operator: str, month: str, verb: str, body: Any = None) -> Any:
        """The one whose part it is takes a settlement a step further."""
        who = {"submit": f"manager {operator}", "recount": f"manager {operator}"}
        who |= {"return": "street", "confirm": "street", "approve": "district", "pay": "district"}
        return self.say(who[verb], f"{self.path(operator, month)}/{verb}", body)

    def check(self, operator: str, month: str, failing: Collection[tuple[str, date]] = ()) -> None:
        """The street looks at all that is marked, and at some lines besides; what it finds false fails."""
        for line in self.lines(operator, month):
            is_failing = self.key(line) in failing
            if line["visit_id"] is None or not (is_failing or line["check"]):
                continue
            found = {"outcome": "failed" if is_failing else "passed", "note": "电话和上门核实。"}
            # An elder's lines that were counted anew have new names.
            line_id = self.line_of(operator, month, *self.key(line))["id"]
            self.say("street", f"{self.path(operator, month)}/lines/{line_id}/check", found)
        self.step(operator, month, "confirm")

    def approve(self, operator: str, month: str) -> None:
        self.step(operator, month, "approve")
        self.approved[operator, month] = self.frozen(operator, month)

    def pay(self, operator: str, month: str) -> None:
        paid = {"voucher_no": f"ZJ-{month}-{operator}", "paid_on": self.today.isoformat()}
        self.step(operator, month, "pay", paid)

    def frozen(self, operator: str, month: str) -> tuple[Any, Any]:
        """All that is settled once it is approved: the figures, and the lines with their checks."""
        told = self.settlement(operator, month)
        figures = {name: told[name] for name in ("lines", "unpriced", "totals", "cost_shares", "shares")}
        return figures, self.lines(operator, month)

    # Reading, as the district

    def path(self, operator: str, month: str) -> str:
        return f"{_SETTLEMENTS}/{self.settlements[operator, month]}"

    def settlement(self, operator: str, month: str) -> dict[str, Any]:
        return self.read(self.path(operator, month))

    def lines(self, operator: str, month: str) -> list[dict[str, Any]]:
        return self.all_of(f"{self.path(operator, month)}/lines")

    def key(self, line: dict[str, Any]) -> tuple[str, date]:
        """Whose visit of which day a line is."""
        return self.names[UUID(line["elder_id"])], date.fromisoformat(line["service_on"])

    def line_of(self, operator: str, month: str, elder: str, day: date) -> dict[str, Any]:
        """The line that pays a visit."""
        return next(
            line
            for line in self.lines(operator, month)
            if line["visit_id"] and self.key(line) == (elder, day)
        )

    def performance(self, operator: str, month: str) -> dict[str, Any]:
        query = {"contract_id": str(self.ids[f"contract {operator}"]), "month": month}
        return self.read("/care/performance", query)

    def read(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        return dict(self.say("district", path, method="GET", query_string=query or {}))

    def all_of(self, path: str, **query: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = {"limit": str(_PAGE), **query} | ({"cursor": cursor} if cursor else {})
            told = self.read(path, page)
            found += told["items"]
            cursor = told["next_cursor"]
        return found


def _granted(scheme: Scheme, amount: int) -> dict[str, Any]:
    unit = "monthly_hours" if scheme.counts_hours else "monthly_fen"
    return {unit: amount, "starts_on": scheme.starts_on, "ends_on": scheme.ends_on}
