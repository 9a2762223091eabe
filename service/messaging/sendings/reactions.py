"""What becomes of messages on their way when somebody may no longer know of it."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.messaging.sendings import actions
from service.residents.messages import ProxyRevoked


@on(ProxyRevoked)
def tell_former_proxy_nothing_more(work: UnitOfWork, told: ProxyRevoked) -> None:
    """Who acts for an elder no longer is not told in the morning what happened in the evening."""
    actions.call_off_of_proxy(work, told.account_id, told.elder_id)
