"""Who acts: the account behind a request, with the duties valid at this moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from service.kit.errors import Forbidden


class Role(StrEnum):
    """What a duty lets one be; by region, by organisation, or apart from all others."""

    GRID_WORKER = "grid_worker"
    COMMUNITY_WORKER = "community_worker"
    STREET_STAFF = "street_staff"
    DISTRICT_STAFF = "district_staff"
    ASSESSOR = "assessor"
    OPERATOR_MANAGER = "operator_manager"
    DISPATCHER = "dispatcher"
    CAREGIVER = "caregiver"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


class Function(StrEnum):
    """In which matters a duty holds."""

    PEOPLE = "people"
    ROOMS = "rooms"
    CARE = "care"
    NOTICES = "notices"
    REPORTS = "reports"
    EMERGENCY = "emergency"


ORGANISATION_ROLES = frozenset({Role.OPERATOR_MANAGER, Role.DISPATCHER, Role.CAREGIVER})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})

COMMUNITY_STAFF = frozenset({Role.COMMUNITY_WORKER})
REGION_STAFF = frozenset({Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF})


class ActorKind(StrEnum):
    """What kind of account acts; `system` is the service itself, by the clock or the command line."""

    RESIDENT = "resident"
    STAFF = "staff"
    SYSTEM = "system"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Duty:
    """A role in a region and all below it, or in an organisation, valid now."""

    role: Role
    region_code: str | None = None
    organisation_id: UUID | None = None
    functions: frozenset[Function] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the database knew them when the unit of work began."""

    kind: ActorKind
    account_id: UUID | None = None
    session_id: UUID | None = None
    resident_id: UUID | None = None
    display_name: str = ""
    duties: tuple[Duty, ...] = ()
    # Why this account may for now do nothing but look after its login.
    held_back: type[Forbidden] | None = None

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def is_resident(self) -> bool:
        return self.kind is ActorKind.RESIDENT

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    def has_role(self, *roles: Role) -> bool:
        """Whether any duty has one of these roles, wherever it is."""
        return any(duty.role in roles for duty in self.duties)

    def serves(
        self, path: Sequence[str], roles: Collection[Role] = REGION_STAFF, function: Function | None = None
    ) -> bool:
        """Whether a duty in one of the `roles` covers the place with this `path` (codes from the top, itself last)."""
        return any(
            duty.role in roles
            and duty.region_code in path
            and (function is None or function in duty.functions)
            for duty in self.duties
        )

    def served_regions(
        self, roles: Collection[Role] = REGION_STAFF, function: Function | None = None
    ) -> list[str]:
        """The tops of the region subtrees that the actor serves in one of the `roles`."""
        return [
            duty.region_code
            for duty in self.duties
            if duty.region_code is not None
            and duty.role in roles
            and (function is None or function in duty.functions)
        ]

    def served_organisations(self, roles: Collection[Role] = ORGANISATION_ROLES) -> list[UUID]:
        """The organisations in which the actor has a duty in one of the `roles`."""
        return [
            duty.organisation_id
            for duty in self.duties
            if duty.organisation_id is not None and duty.role in roles
        ]


SYSTEM = Actor(ActorKind.SYSTEM, display_name="system")
ANYONE = Actor(ActorKind.ANYONE)
