"""One step of a ladder: one channel for one resident, once, and its end is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.telling import Recipient, Told, told
from service.kit.work import UnitOfWork
from service.messaging.actions import call_residents, tell_residents, text_residents
from service.messaging.channels import ChannelGateways, UnderWay, Unreached
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.residents.rules import ResidentStatus
from tests.clock import StoppedClock
from tests.factories import accounts, residents
from tests.factories.messaging import CALL, NEWS, person
from tests.messaging.gateway_in_hand import Hands

KEY = UUID("019a0000-0000-7000-8000-000000000001")


@pytest.fixture
def storm() -> Told:
    return told(Recipient(scope="notices"), CALL, subject="notice-1", elder="陈阿婆")


def ends(house: House) -> list[dict[str, Any]]:
    with unit_of_work(house) as work:
        query = select(OutboxMessage.body).where(OutboxMessage.name == "messaging.SendingEnded")
        return list(work.session.scalars(query.order_by(OutboxMessage.id)))


def text(house: House, resident_id: UUID, said: Told) -> set[UUID]:
    with unit_of_work(house) as work:
        return text_residents(work, [resident_id], said, key=KEY)


def call(house: House, resident_id: UUID, said: Told) -> set[UUID]:
    with unit_of_work(house) as work:
        return call_residents(work, [resident_id], said, key=KEY)


def test_a_step_sends_once_however_often_it_is_asked_for_and_tells_its_end(
    house: House, hand: Hands, storm: Told
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
        tell_residents(work, [somebody.id], told(Recipient(scope="notices"), NEWS), key=KEY)

    first, second = (text(house, somebody.id, storm) for _ in range(2))
    actions.send_due(house, Channel.SMS)
    third = text(house, somebody.id, storm)
    actions.send_due(house, Channel.SMS)

    assert first == second == third == {somebody.id}
    (sent,) = hand.sms.sent
    (end,) = ends(house)
    assert (end["sending_id"], end["resident_id"]) == (str(sent.id), str(somebody.id))
    assert (end["channel"], end["result"], end["confirmed"]) == ("sms", "sent", False)
    assert (end["key"], end["subject"]) == (str(KEY), "notice-1")
    assert end["inbox_message_id"] is not None


def test_who_has_no_account_is_reached_by_telephone(house: House, hand: Hands, storm: Told) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work, phone="+8613900000001")

    reached = text(house, elder.id, storm)
    actions.send_due(house, Channel.SMS)

    assert reached == {elder.id}
    assert [each.address for each in hand.sms.sent] == ["+8613900000001"]


def test_who_has_no_means_is_reached_through_a_proxy(house: House, hand: Hands, storm: Told) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work)
        daughter = accounts.resident_account(work, residents.resident(work, phone="+8613900000002").id)
        residents.proxy(work, elder, daughter, ["notices"])

    text(house, elder.id, storm)
    actions.send_due(house, Channel.SMS)

    assert [each.address for each in hand.sms.sent] == ["+8613900000002"]


def test_a_resident_with_an_account_without_a_number_of_its_own_is_no_dead_end(
    house: House, hand: Hands, storm: Told
) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work, phone="+8613900000003")
        residents.proxy(
            work, elder, accounts.resident_account(work, residents.resident(work).id), ["notices"]
        )

    assert text(house, elder.id, storm) == {elder.id}


@pytest.mark.parametrize("status", [ResidentStatus.DECEASED, ResidentStatus.MOVED_AWAY])
def test_nobody_is_called_who_has_died_or_moved_away(
    house: House, hand: Hands, storm: Told, status: ResidentStatus
) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work, phone="+8613900000001", status=status)

    assert call(house, elder.id, storm) == set()


def test_without_consent_only_what_is_urgent_goes_by_telephone(work: UnitOfWork, hand: Hands) -> None:
    elder = residents.resident(work, phone="+8613900000001")
    calm = told(Recipient(scope="notices"), replace(CALL, urgent=False), elder="陈阿婆")

    assert text_residents(work, [elder.id], calm, key=KEY) == set()


def test_a_call_that_nobody_answers_has_failed(
    house: House, hand: Hands, storm: Told, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work, phone="+8613900000001")
    hand.voice.answers = [UnderWay("call-1", timedelta(minutes=3)), Unreached("not_answered")]

    call(house, elder.id, storm)
    actions.send_due(house, Channel.VOICE)
    clock.move(minutes=3)
    actions.send_due(house, Channel.VOICE)

    assert [(end["result"], end["reason"]) for end in ends(house)] == [("failed", "not_answered")]


def test_a_channel_that_is_not_set_up_answers_nothing(house: House, storm: Told) -> None:
    kept, house.providers[ChannelGateways] = house.providers[ChannelGateways], ChannelGateways({})
    with unit_of_work(house) as work:
        elder = residents.resident(work, phone="+8613900000001")

    reached = text(house, elder.id, storm)
    house.providers[ChannelGateways] = kept

    assert reached == set()
