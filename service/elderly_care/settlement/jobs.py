"""Counting large settlements in the background."""

from service.elderly_care.settlement import actions
from service.kit.background import BackgroundRun, in_background
from service.kit.work import UnitOfWork


@in_background(actions.KIND)
def counting_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Count the next elders' lines."""
    return actions.step(work, run)
