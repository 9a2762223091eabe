"""Households whom a notice must reach, and gateways that take everything and answer when a test says so."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.queries import account_ids_of_resident
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.messaging.channels import ChannelGateways, Outcome, Outgoing, Taken
from service.messaging.rules import Channel
from service.messaging.sendings.actions import ending
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import Reason, SendingStatus
from service.residents.homes.models import Home
from service.residents.homes.rules import HouseholdKind, Relation
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.events.notices.conftest import Stage
from tests.factories import accounts, homes, regions, residents
from tests.factories.messaging import linked_to_wechat

TYPHOON = {"title": "台风红色预警", "priority": "urgent", "needs_confirmation": True, "category": "safety"}
MOBILE, LANDLINE = "+8613800000011", "+8657486250011"


class TakesAll:
    """A gateway that takes everything."""

    def send(self, outgoing: Outgoing) -> Outcome:
        return Taken()


class Ladders(Stage):
    """Beside the notices' people: a family with a child, and somebody old without telephone and account."""

    def __init__(self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> None:
        super().__init__(app, house, clock, timetable)
        self.mother, self.father, self.child = self.family(
            "502", ("高妈妈", {}), ("高爸爸", {"phone": MOBILE}), ("高小宝", {"birth_on": date(2018, 5, 1)})
        )
        [self.old] = self.family("101", ("冯阿福", {}))
        [self.caller] = self.family("201", ("陈阿香", {"phone": LANDLINE}))
        self.eve = self.resident(self.mother)

    def family(
        self, room: str, *people: tuple[str, dict[str, Any]], kind: HouseholdKind = HouseholdKind.FAMILY
    ) -> list[Resident]:
        """People who keep house together in a home of the grid."""
        with unit_of_work(self.house) as work:
            home: Home = homes.home(work, room=room)
            household = homes.household(work, home, kind)
            made = [residents.resident(work, regions.GRID, name=name, **facts) for name, facts in people]
            for person in made:
                homes.living(work, person, home, household=household, relation=Relation.OTHER)
        return made

    def warning(self, **changes: Any) -> str:
        """The id of a notice that must reach the grid, with everybody on the first step that gets to them."""
        return self.published(self.worker, **{"region_codes": [regions.GRID], **TYPHOON, **changes})

    def work_off(self) -> None:
        """Until nothing is left: what is delivered may begin work in the background."""
        for _ in range(4):
            super().work_off()

    def wait(self, **amount: float) -> None:
        """The clock moves on, and who is due goes on."""
        self.later(**amount)
        self.timetable.run("events.reaching.go_on")
        self.work_off()

    def by_wechat(self, person: Resident) -> None:
        """Somebody has an account, and has said yes to a message of WeChat."""
        with unit_of_work(self.house) as work:
            [account_id] = account_ids_of_resident(work, person.id) or [
                accounts.resident_account(work, person.id).id
            ]
            linked_to_wechat(work, account_id)

    def refuse(self, channel: Channel) -> None:
        """A gateway refuses all that waits for it."""
        with unit_of_work(self.house) as work:
            for sending_id in work.session.scalars(
                select(Sending.id).where(Sending.channel == channel)
            ).all():
                ending.end(work, sending_id, SendingStatus.FAILED)

    def end(
        self,
        channel: Channel,
        person: Resident,
        result: SendingStatus,
        *,
        pressed: bool = False,
        reason: Reason | None = None,
    ) -> None:
        """A gateway tells what became of the sending to somebody."""
        with unit_of_work(self.house) as work:
            sending = work.session.scalars(
                select(Sending).where(Sending.channel == channel, Sending.resident_id == person.id)
            ).one()
            ending.end(work, sending.id, result, Reason.CONFIRMED if pressed else reason)
        self.work_off()

    def sent(self, channel: Channel) -> set[UUID | None]:
        """To whom something was sent by a channel."""
        with unit_of_work(self.house) as work:
            return set(work.session.scalars(select(Sending.resident_id).where(Sending.channel == channel)))

    def households(self, notice_id: str, by: ApiClient | None = None, **query: Any) -> dict[str, Any]:
        """The households that somebody sees, by the name of the first who lives there."""
        path = f"/notices/{notice_id}/households"
        asked = {name: str(value).lower() for name, value in query.items()}
        answer = (by or self.grid_worker).get(path, query_string={"limit": 100, **asked})
        assert answer.status_code == 200, answer.json
        return {each["people"][0]["name"]: each for each in answer.json["items"]}

    def steps(self, notice_id: str) -> dict[str, str]:
        """At which step the households are that are not reached."""
        return {name: each["step"] for name, each in self.households(notice_id, reached=False).items()}


@pytest.fixture
def stage(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> Iterator[Ladders]:
    before = house.providers[ChannelGateways]
    offered = Channel.WECHAT, Channel.SMS, Channel.VOICE
    house.providers[ChannelGateways] = ChannelGateways(dict.fromkeys(offered, TakesAll()))
    yield Ladders(app, house, clock, timetable)
    house.providers[ChannelGateways] = before
