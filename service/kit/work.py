"""The unit of work: one transaction, the actor it is done for, and now. Everything below the edge gets it first."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from service.kit import audit, closing, messages
from service.kit.actor import Actor
from service.kit.errors import Forbidden, NotFound, Stale
from service.kit.etags import lets_pass

if TYPE_CHECKING:
    from service.kit.house import House

T = TypeVar("T")


@dataclass(slots=True)
class UnitOfWork:
    """A transaction with its actor and its moment; commits when the edge's function returns, else leaves nothing."""

    house: "House"
    session: Session
    actor: Actor
    now: datetime
    request_id: str = ""
    address: str = ""
    if_match: str | None = None
    version_checked: bool = False
    after_refusal: list[Callable[["UnitOfWork"], None]] = field(default_factory=list)
    _connection: Connection | None = field(default=None, init=False, repr=False)

    @property
    def connection(self) -> Connection:
        """The transaction's connection; the session, which looks through its whole state, is asked for it once."""
        if self.session.in_nested_transaction():
            # A savepoint begins only when the session is asked.
            return self.session.connection()
        if self._connection is None:
            self._connection = self.session.connection()
        return self._connection

    def require(self, allowed: bool, refusal: type[Forbidden] = Forbidden) -> None:
        """Raise the refusal unless `allowed`."""
        if not allowed:
            raise refusal

    def found(self, row: T | None) -> T:
        """The row, or NotFound: not there and not yours to see look the same."""
        if row is None:
            raise NotFound
        return row

    def expect(self, row: Any) -> None:
        """Compare the row's version with the request's If-Match; raises Stale."""
        self.version_checked = True
        if self.if_match is not None and not lets_pass(self.if_match, row.version):
            raise Stale

    def announce(self, told: object, *, after: timedelta = timedelta(0)) -> None:
        """Tell other domains a fact, delivered after this transaction, and after a while if that is said."""
        messages.announce(self, told, after=after)

    def audit(
        self, action: str, *, subject: UUID | str | None = None, region_code: str | None = None, **facts: Any
    ) -> None:
        """Record in the audit trail what was done or read; never put personal data into `facts`.

        `people=` are the residents whose data were read: each sees the entry in their access log.
        """
        audit.record(self, action, subject=subject, region_code=region_code, **facts)

    def keep_even_if_refused(self, action: Callable[["UnitOfWork"], None]) -> None:
        """Do this in a transaction of its own when this unit of work is refused, such as counting a failed login."""
        self.after_refusal.append(action)

    def apart(self, do: Callable[["UnitOfWork"], T]) -> T:
        """Do this now in a short transaction of its own, which stands whatever becomes of this unit of work.

        Only before this unit of work's own first change: see `let_go`.
        """
        self.let_go()
        with self.house.sessions.begin() as session:
            result = do(replace(self, session=session, after_refusal=[]))
            closing.write(session)
            return result

    def let_go(self) -> None:
        """Give the connection back before something slow or apart: two for one request can starve the pool.

        Only before the first change, since it ends what the database had been asked so far.
        """
        if closing.has_changes(self.session):
            raise RuntimeError("A unit of work that has changed something can not let go of its transaction.")
        self.session.commit()
        self._connection = None

    def new_id(self) -> UUID:
        return self.house.randomness.uuid()
