"""The kit's own jobs: forgetting what has been kept long enough."""

from datetime import datetime, timedelta

from service.kit import audit_chain, background, deliveries, idempotency, jobs, retention
from service.kit.files.actions import forget_unattached
from service.kit.work import UnitOfWork


@jobs.every(minutes=1)
def measure_outbox(work: UnitOfWork) -> None:
    """Tell how long messages wait."""
    deliveries.measure_outbox(work)


@jobs.every(minutes=1)
def take_up_what_lies_ahead(work: UnitOfWork) -> None:
    """Let neither messages nor long work wait for a time of a clock that was put back since."""
    deliveries.take_up_what_lies_ahead(work)
    background.take_up_what_lies_ahead(work)


@jobs.daily_at("03:10")
def forget(work: UnitOfWork) -> None:
    """Drop old answers to idempotency keys, delivered messages and notes on job runs."""
    idempotency.forget_old_answers(work)
    deliveries.forget_delivered(work)
    jobs.forget_old_runs(work)


@jobs.every(minutes=1)
def link_audit(work: UnitOfWork) -> None:
    """Link the audit trail's new entries."""
    audit_chain.link_new(work)


@jobs.daily_at("03:15")
def close_audit_days(work: UnitOfWork) -> None:
    """Close the chains of the days that are over."""
    audit_chain.close_days(work)


@jobs.daily_at("03:20")
def forget_old_audit(work: UnitOfWork) -> None:
    """Drop audit entries past their time (网络安全法 Art. 21: at least six months); the one deletion its guard allows."""
    audit_chain.forget_days(work, work.now - timedelta(days=work.house.settings.audit_days))


@jobs.daily_at("02:30")
def enforce_retention(work: UnitOfWork) -> None:
    """Begin to forget what every domain has kept long enough."""
    retention.ask(work)


@retention.kept_for("unused_file_days")
def forget_unattached_files(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop uploads that nothing ever referred to."""
    return forget_unattached(work, oldest, limit)


@retention.kept_for("background_run_days")
def forget_ended_runs(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop notes on long work that has ended."""
    return background.forget_ended(work, oldest, limit)
