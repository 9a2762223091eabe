"""The register over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents.errors import (
    AlreadyRegistered,
    FixedOnceVerified,
    LivesInAHome,
    NoSuchCommunity,
    OnRecordAlready,
)
from service.residents.people import actions, queries
from service.residents.people.errors import WRONG_DETAILS, WRONG_ID_NUMBERS, WRONG_NAMES, WRONG_PHONES
from service.residents.people.queries import ShownResident
from service.residents.people.schemas import (
    MyChangesSchema,
    MyResidentSchema,
    RejectionSchema,
    ResidentRegistrationSchema,
    ResidentSchema,
    SelfRegistrationSchema,
    SensitiveArgumentsSchema,
    SensitiveSchema,
)

residents = Blueprint(
    "residents", url_prefix="/residents", description="居民: who is on record, and who has been verified."
)


@residents.post("/me")
@residents.arguments(SelfRegistrationSchema)
@residents.response(201, MyResidentSchema)
@residents.fails(*WRONG_NAMES, *WRONG_PHONES, *WRONG_ID_NUMBERS, NoSuchCommunity, AlreadyRegistered)
def register_myself(work: UnitOfWork, wanted: dict[str, Any]) -> ShownResident:
    """Register oneself, to be verified by a worker of one's community.

    Without `region_code` one can be a proxy and nothing else.
    """
    return queries.shown(work, actions.register_self(work, **wanted))


@residents.get("/me")
@residents.response(200, MyResidentSchema)
@residents.fails(NotFound)
def get_myself(work: UnitOfWork) -> ShownResident:
    """Read one's own record; 404 before registering."""
    return queries.shown(work, work.found(queries.own(work)))


@residents.patch("/me")
@residents.arguments(MyChangesSchema)
@residents.response(200, MyResidentSchema)
@residents.fails(
    NotFound,
    *WRONG_NAMES,
    *WRONG_PHONES,
    *WRONG_DETAILS,
    NoSuchCommunity,
    FixedOnceVerified,
    LivesInAHome,
    WrongState,
)
def change_myself(work: UnitOfWork, changes: dict[str, Any]) -> ShownResident:
    """Change one's own record; name, region, sex and birth date only until verified.

    Who has moved away and names a new region waits for verification there.
    """
    person = work.found(queries.own(work))
    work.expect(person)
    return queries.shown(work, actions.change_own(work, person, changes))


@residents.post()
@residents.arguments(ResidentRegistrationSchema)
@residents.response(201, ResidentSchema)
@residents.fails(
    *WRONG_NAMES,
    *WRONG_PHONES,
    *WRONG_ID_NUMBERS,
    *WRONG_DETAILS,
    NoSuchCommunity,
    OnRecordAlready,
    OutOfScope,
)
def register_resident(work: UnitOfWork, wanted: dict[str, Any]) -> ShownResident:
    """Register somebody one has seen, with or without a telephone: verified at once."""
    return queries.shown(work, actions.register(work, **wanted))


@residents.get("/<uuid:resident_id>")
@residents.response(200, ResidentSchema)
def get_resident(work: UnitOfWork, resident_id: UUID) -> ShownResident:
    """Read a record of one's part of the district; kept in the audit trail."""
    return queries.shown(work, actions.show(work, resident_id))


@residents.post("/<uuid:resident_id>/reject")
@residents.arguments(RejectionSchema)
@residents.response(200, ResidentSchema)
@residents.fails(WrongState)
def reject_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> ShownResident:
    """Reject a registration; the person reads the reason and may register again."""
    person = work.found(queries.resident(work, resident_id, to_decide=True))
    return queries.shown(work, actions.reject(work, person, **wanted))


@residents.get("/<uuid:resident_id>/sensitive", kept_nowhere=True)
@residents.arguments(SensitiveArgumentsSchema, location="query")
@residents.response(200, SensitiveSchema)
def read_sensitive(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """Read telephones and ID number in full, for a purpose; kept in the audit trail."""
    person = actions.look_up(work, resident_id, action="read_sensitive")
    return actions.read_sensitive(work, person, wanted["purpose"])
