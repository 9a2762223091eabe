"""Who may look after accounts and duties: the parts of the administrators, apart (handbook §6.2)."""

from uuid import UUID

from service.kit.actor import Actor, Role


def may_see_staff(actor: Actor) -> bool:
    """Whoever makes accounts must find them, and whoever grants duties too."""
    return actor.is_system or actor.has_role(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


def may_keep_staff(actor: Actor) -> bool:
    """Accounts are the system administrator's part."""
    return actor.is_system or actor.has_role(Role.SYSTEM_ADMIN)


def may_grant_duties(actor: Actor) -> bool:
    """Duties are the security administrator's part."""
    return actor.is_system or actor.has_role(Role.SECURITY_ADMIN)


def may_decide_about(actor: Actor, account_id: UUID) -> bool:
    """Nobody grants themselves a duty, or takes one from themselves."""
    return actor.account_id != account_id


def may_take_over(actor: Actor, *, administrator: bool) -> bool:
    """Who can set an administrator's password or shut them out would hold their part too."""
    return actor.is_system or not administrator
