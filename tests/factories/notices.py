"""Notices in one line."""

from collections.abc import Sequence
from typing import Any

from service.accounts.models import Account
from service.accounts.queries import actor_of
from service.events.notices import actions
from service.events.notices.models import Notice
from service.events.notices.rules import Category, Priority
from service.kit import background
from service.kit.actor import Actor, Role
from service.kit.files.models import File
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.factories import accounts, regions


def notice(
    work: UnitOfWork,
    region_codes: Sequence[str] = (regions.COMMUNITY,),
    *,
    author: Account | None = None,
    publish: bool = True,
    **values: Any,
) -> Notice:
    """A notice to everybody in a community, published by the district; its addressees are not noted yet."""
    regions.tree(work)
    author = author or accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
    usual = {
        "title": "周三停水",
        "body": "**周三** 停水。",
        "category": Category.UTILITIES,
        "priority": Priority.NORMAL,
    }
    before, work.actor = work.actor, acting(work, author)
    made = actions.write(work, region_codes=region_codes, **{**usual, **values})
    if publish:
        actions.publish(work, made)
    work.session.flush()
    work.actor = before
    return made


def attachment(work: UnitOfWork, author: Account) -> File:
    """A sheet that its author may add to a notice."""
    made = File(
        id=work.new_id(),
        uploaded_by=author.id,
        uploaded_at=work.now,
        media_type="application/pdf",
        size=8,
        body=b"%PDF-1.7",
    )
    work.session.add(made)
    work.session.flush()
    return made


def acting(work: UnitOfWork, account: Account) -> Actor:
    """Who the account is, with its duties of today."""
    return work.found(actor_of(work, account.id))


def note_addressees(house: House) -> None:
    """Do what waits in the background, to its end."""
    while background.advance(house):
        pass
