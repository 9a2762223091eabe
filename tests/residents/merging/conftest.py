"""Two records of one person, and a worker who keeps both."""

from collections.abc import Callable
from typing import Any

import pytest

from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.work import UnitOfWork
from service.residents.merging import actions
from service.residents.merging.models import Merge
from service.residents.models import Resident
from tests.factories import accounts, regions, residents

MergeThem = Callable[..., Merge]


@pytest.fixture
def as_worker(work: UnitOfWork) -> Actor:
    """The unit of work is a community worker's from now on."""
    regions.tree(work)
    account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    duty = Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=frozenset(Function))
    work.actor = Actor(ActorKind.STAFF, account_id=account.id, display_name="王芳", duties=(duty,))
    return work.actor


@pytest.fixture
def twice(work: UnitOfWork, as_worker: Actor) -> tuple[Resident, Resident]:
    """A person who is on record twice."""
    return (
        residents.resident(work, name="陈阿婆", phone="+8613812345678"),
        residents.resident(work, name="陈阿婆", phone="+8613912345678"),
    )


@pytest.fixture
def merge(work: UnitOfWork) -> MergeThem:
    """Merge the second into the first."""

    def merged(kept: Resident, gone: Resident, **keep: Any) -> Merge:
        return actions.merge(work, kept.id, other_id=gone.id, keep=keep)

    return merged
