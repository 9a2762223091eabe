"""Imports step by step, and forgetting what lists held."""

from service.kit.background import BackgroundRun, in_background
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.residents.imports import actions
from service.residents.imports.actions import exporting
from service.residents.imports.actions.asking import KIND


@in_background(KIND)
def import_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Read, check or write the next piece of a list."""
    return actions.step(work, run)


@in_background(exporting.KIND)
def export_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """List the next stretch of residents."""
    return exporting.export_step(work, run)


@daily_at("03:40")
def forget_contents(work: UnitOfWork) -> None:
    """Delete what stood in old lists."""
    actions.forget_contents(work)
