"""The kit's own jobs: forgetting what has been kept long enough."""

from datetime import timedelta

from sqlalchemy import delete, text

from service.kit import deliveries, idempotency, jobs
from service.kit.audit import AuditEntry
from service.kit.files.actions import forget_unattached
from service.kit.work import UnitOfWork


@jobs.every(minutes=1)
def measure_outbox(work: UnitOfWork) -> None:
    """Tell how long messages wait."""
    deliveries.measure_outbox(work)


@jobs.daily_at("03:10")
def forget(work: UnitOfWork) -> None:
    """Drop old answers to idempotency keys, delivered messages and notes on job runs."""
    idempotency.forget_old_answers(work)
    deliveries.forget_delivered(work)
    jobs.forget_old_runs(work)


@jobs.daily_at("03:20")
def forget_old_audit(work: UnitOfWork) -> None:
    """Drop audit entries past their time (网络安全法 Art. 21: at least six months); the one deletion its guard allows."""
    oldest = work.now - timedelta(days=work.house.settings.audit_days)
    work.session.execute(text("SET LOCAL linli.audit_retention = 'on'"))
    work.session.execute(delete(AuditEntry).where(AuditEntry.at < oldest))


@jobs.daily_at("03:30")
def forget_unattached_files(work: UnitOfWork) -> None:
    """Drop uploads that nothing ever referred to."""
    forget_unattached(work)
