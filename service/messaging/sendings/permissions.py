"""Who may look after what goes out."""

from service.kit.actor import Actor, Role


def may_tend(actor: Actor) -> bool:
    """Who runs the system sees that something did not go out and lets it go again, and never what it says to whom."""
    return actor.is_system or actor.has_role(Role.SYSTEM_ADMIN)
