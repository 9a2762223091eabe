"""Idempotency keys: the same key, caller and request answers the first success again."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from flask import Request, Response, request
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from service.kit import locks
from service.kit.closing import at_the_end
from service.kit.constraints import breaking
from service.kit.database import Table
from service.kit.errors import IdempotencyInProgress, IdempotencyKeyReused, InvalidInput
from service.kit.prepared import Prepared, json_text, table_of
from service.kit.sealing import sealed
from service.kit.sending import Waiting
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]{1,128}")
_BAD_KEY = Text("应为 1–128 个可见的 ASCII 字符。", "Must be 1 to 128 visible ASCII characters.")
_KEPT_HEADERS = ("ETag", "Location")


class IdempotentAnswer(Table):
    """The first success for a key, written in the transaction that made it true.

    Its body is sealed: answers hold personal data, and secrets that are shown once.
    """

    __tablename__ = "idempotent_answers"
    __table_args__ = (Index(None, "answered_at"), CheckConstraint("status BETWEEN 200 AND 299", "kept_once"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]


breaking("idempotent_answers_kept_once_check", IdempotencyInProgress)
sealed(IdempotentAnswer, "body", "idempotent_answers.body:{account_id}:{key}")


def key_of(incoming: Request) -> str | None:
    """The request's key, if it has one; raises InvalidInput for an unfit one."""
    key = incoming.headers.get("Idempotency-Key")
    if key is not None and not _VISIBLE_ASCII.fullmatch(key):
        raise InvalidInput({"Idempotency-Key": _BAD_KEY})
    return key


def look(work: UnitOfWork, account_id: UUID, key: str) -> Waiting:
    """Lock an account's key and see what was answered to it, together with the next question to the database.

    A transaction lock keeps two with one key apart: the second is refused while the first runs, on any server.
    """
    return _LOCK_AND_LOOK.with_next(
        work,
        lock=locks.number_of("idempotency", account_id, key),
        account_id=account_id,
        key=key,
        oldest=_oldest(work),
    )


def once(work: UnitOfWork, key: str, looked: Waiting, answer: Callable[[], Response]) -> Response:
    """Answer for the first time, or again as then; `looked` is what was seen of the actor's key."""
    found = looked.answer.fetchone()
    if not found.locked:
        raise IdempotencyInProgress
    fingerprint = _fingerprint(work.house.settings.secret_key)
    if found.status is None:
        response = answer()
        _keep(work, key, fingerprint, response)
        return response
    if found.fingerprint != fingerprint:
        raise IdempotencyKeyReused(field="Idempotency-Key")
    work.version_checked = True
    headers = {**found.headers, "Idempotency-Replayed": "true"}
    body = work.house.cipher.decrypt(found.body, bound_to=_place(work, key))
    return Response(body, found.status, headers, content_type="application/json")


_NOBODY = select(
    func.pg_try_advisory_xact_lock(bindparam("lock", type_=BigInteger)).label("locked")
).subquery()
_LOCK_AND_LOOK = Prepared(
    select(
        _NOBODY.c.locked,
        IdempotentAnswer.fingerprint,
        IdempotentAnswer.status,
        IdempotentAnswer.headers,
        IdempotentAnswer.body,
    )
    .select_from(_NOBODY)
    .outerjoin(
        IdempotentAnswer,
        and_(
            IdempotentAnswer.account_id == bindparam("account_id"),
            IdempotentAnswer.key == bindparam("key"),
            IdempotentAnswer.answered_at > bindparam("oldest"),
        ),
    )
)


def forget_answers_to(work: UnitOfWork, account_ids: Collection[UUID]) -> None:
    """Drop what these accounts were answered: they will not ask again."""
    work.session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.account_id.in_(account_ids)))


def forget_old_answers(work: UnitOfWork) -> None:
    """Drop what is too old to be asked for again."""
    work.session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.answered_at <= _oldest(work)))


def _keep(work: UnitOfWork, key: str, fingerprint: bytes, response: Response) -> None:
    """Keep a success, in the place of one that is too old.

    The look above saw the table as it was before the lock was had. Should the first have ended in between, its
    answer stands here now: the database refuses the second, and all that was done is undone.
    """
    if not 200 <= response.status_code < 300:
        return
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    at_the_end(
        work,
        _KEEP,
        account_id=work.actor.account_id,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        headers=json_text(headers),
        body=work.house.cipher.encrypt(response.get_data(as_text=True), bound_to=_place(work, key)),
        answered_at=work.now,
        oldest=_oldest(work),
    )


_INSERT = insert(table_of(IdempotentAnswer))
# What no answer has, so that the table's check refuses it.
_TWICE = 0
_KEEP = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["account_id", "key"],
        set_={
            **{name: _INSERT.excluded[name] for name in ("fingerprint", "headers", "body", "answered_at")},
            "status": case(
                (IdempotentAnswer.answered_at <= bindparam("oldest"), _INSERT.excluded.status),
                else_=literal(_TWICE),
            ),
        },
    )
)


def _oldest(work: UnitOfWork) -> datetime:
    return work.now - timedelta(hours=work.house.settings.idempotency_hours)


def _place(work: UnitOfWork, key: str) -> str:
    return f"idempotent_answers.body:{work.actor.account_id}:{key}"


@lru_cache(maxsize=4)
def _keyed(secret: str) -> blake2b:
    return blake2b(digest_size=16, key=blake2b(secret.encode()).digest())


def _fingerprint(secret: str) -> bytes:
    """A keyed hash: of a body with a telephone number or a password a plain one would tell it to who tries them all."""
    digest = _keyed(secret).copy()
    digest.update(f"{request.method}\0{request.full_path}\0{request.mimetype}\0".encode())
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data())
        return digest.digest()
    # A form has been read already; and sent again, it has another boundary between its parts.
    for name, upload in request.files.items(multi=True):
        digest.update(name.encode() + b"\0" + upload.stream.read())
        upload.stream.seek(0)
    return digest.digest()
