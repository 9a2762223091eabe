"""An elder who needs help, and those who are rung."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.models import Account
from service.elderly_care.alarms.models import AlarmRing
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts, regions, residents

RING = "elderly_care.alarms.ring_alarms"


@dataclass(frozen=True)
class Town:
    """One of each who may be rung for an elder who lives at a grid, besides the duty desk, which is empty."""

    elder: Resident
    elder_account: Account
    daughter: Account
    grid: Account
    worker: Account
    street: Account
    district: Account

    def name(self, account_id: UUID) -> str:
        known = {each.id: name for name, each in vars(self).items() if isinstance(each, Account)}
        return known.get(account_id, "somebody else")


@pytest.fixture
def town(work: UnitOfWork) -> Town:
    regions.tree(work)
    elder = residents.resident(work, regions.GRID, name="陈阿婆")
    daughter = accounts.resident_account(work, name="女儿的微信")
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")
    return Town(
        elder=elder,
        elder_account=accounts.resident_account(work, elder.id),
        daughter=daughter,
        grid=accounts.staff(work, Role.GRID_WORKER, regions.GRID),
        worker=accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, display_name="周社工"),
        street=accounts.staff(work, Role.STREET_STAFF, regions.STREET),
        district=accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT),
    )


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, town: Town) -> ApiClient:
    return accounts.client_of(app, work, town.elder_account)


@pytest.fixture
def as_daughter(app: Flask, work: UnitOfWork, town: Town) -> ApiClient:
    return accounts.client_of(app, work, town.daughter)


@pytest.fixture
def as_worker(app: Flask, work: UnitOfWork, town: Town) -> ApiClient:
    return accounts.client_of(app, work, town.worker)


@pytest.fixture
def as_grid(app: Flask, work: UnitOfWork, town: Town) -> ApiClient:
    return accounts.client_of(app, work, town.grid)


@pytest.fixture
def as_street(app: Flask, work: UnitOfWork, town: Town) -> ApiClient:
    return accounts.client_of(app, work, town.street)


def log_in_now(app: Flask, work: UnitOfWork, account: Account) -> ApiClient:
    """HTTP as somebody who logs in at this moment of a moving clock."""
    work.now = work.house.clock.now()
    return accounts.client_of(app, work, account)


def rung(work: UnitOfWork, town: Town) -> list[str]:
    """Who has been rung so far, one after the other."""
    order = select(AlarmRing).order_by(AlarmRing.rung_at, AlarmRing.round, AlarmRing.step)
    return [town.name(row.account_id) for row in work.session.scalars(order)]
