"""What happens to doors by the clock."""

from datetime import datetime

from service.elderly_care.doors import actions
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@kept_for("care_door_secret_days")
def forget_former_secrets(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop the secrets of devices and sheets that hang nowhere any more."""
    return actions.forget_former_secrets(work, oldest, limit)
