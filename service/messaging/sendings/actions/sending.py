"""Sending what is due: leased in one transaction, sent outside any, and each answer noted in one of its own.

So a kill in the middle repeats at most what was on its way, and a gateway that stalls holds no connection.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError, SQLAlchemyError

from service.kit import metrics
from service.kit.edge import run_in_work
from service.kit.house import House
from service.messaging.channels import ChannelGateway, ChannelGateways, Down, Outcome, Outgoing, Unfit
from service.messaging.rules import Channel
from service.messaging.sendings.actions.settling import settle
from service.messaging.sendings.actions.taking import Batch, release, take

log = structlog.get_logger()

_FOR_EACH_THREAD = 4
Answered = tuple[Outgoing, Outcome | None]


def send_due(house: House, channel: Channel) -> int:
    """Send what is due by one channel; how many sendings were dealt with. Several processes may call it at once."""
    gateway = house.provider(ChannelGateways).behind(channel)
    if gateway is None:
        return 0
    threads = house.settings.sending_threads
    batch = run_in_work(house, lambda work: take(work, channel, threads * _FOR_EACH_THREAD))
    if batch.outgoing:
        _send(house, channel, gateway, batch)
    return len(batch.outgoing) + batch.ended


def _send(house: House, channel: Channel, gateway: ChannelGateway, batch: Batch) -> None:
    untried: list[UUID] = []
    failed: Exception | None = None
    for outgoing, outcome in _answers(gateway, batch, house.settings.sending_threads):
        if outcome is None:
            untried.append(outgoing.id)
            continue
        metrics.SENDINGS.labels(channel.value, type(outcome).__name__.lower()).inc()
        try:
            _note(house, channel, outgoing, outcome, had_failures=batch.had_failures)
        except SQLAlchemyError as error:
            # What the others were answered is noted all the same, else they would be sent once more.
            failed = error
    if untried:
        run_in_work(house, lambda work: release(work, channel, batch, untried))
    if failed is not None:
        raise failed


def _note(
    house: House, channel: Channel, outgoing: Outgoing, outcome: Outcome, *, had_failures: bool
) -> None:
    def note(answer: Outcome) -> None:
        run_in_work(house, lambda work: settle(work, channel, outgoing, answer, had_failures=had_failures))

    try:
        note(outcome)
    except DataError as error:
        # The database will never take what was answered: better a dead letter than the same again every other minute.
        log.error("sending_not_noted", sending=str(outgoing.id), exc_info=error)
        note(Unfit(type(error).__name__))


def _answers(gateway: ChannelGateway, batch: Batch, threads: int) -> Iterator[Answered]:
    """What the gateway answers to each, as it comes; None for what is not tried because it has fallen silent."""
    silent = Event()

    def send(outgoing: Outgoing) -> Answered:
        return outgoing, None if silent.is_set() else _outcome(gateway, outgoing, silent)

    if threads == 1 or len(batch.outgoing) == 1:
        yield from map(send, batch.outgoing)
        return
    with ThreadPoolExecutor(min(threads, len(batch.outgoing))) as pool:
        for done in as_completed([pool.submit(send, each) for each in batch.outgoing]):
            yield done.result()


def _outcome(gateway: ChannelGateway, outgoing: Outgoing, silent: Event) -> Outcome:
    try:
        outcome = gateway.send(outgoing)
    except Exception as error:
        # Not foreseen: one message must not keep the others of its channel waiting for ever.
        log.error("sending_failed", sending=str(outgoing.id), exc_info=error)
        return Down(type(error).__name__)
    if isinstance(outcome, Down):
        log.warning("channel_down", reason=outcome.reason)
        silent.set()
    return outcome
