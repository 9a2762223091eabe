"""Looking at proxies, and at what was shown for them; whose a worker reads is kept in the audit trail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.models import Proxy
from service.residents.proxies import permissions, queries
from service.residents.proxies.queries import ShownProxy


def look_through(work: UnitOfWork, **wanted: Any) -> Page[ShownProxy]:
    """The proxies that the actor may see; whose a worker reads is kept in the audit trail."""
    found = queries.proxies(work, **wanted)
    _note_read(work, "list_proxies", found.items)
    return found


def look_up(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """One proxy that the actor may see; raises NotFound."""
    found = queries.shown(work, work.found(queries.proxy(work, proxy_id)))
    _note_read(work, "get_proxy", [found], subject=proxy_id)
    return found


def read_attachment(work: UnitOfWork, proxy: Proxy, file_id: UUID) -> File:
    """One of the proxy's uploads, for who decides on it and for the asker; raises NotFound for any other file.

    Of a picture that shows the relation no machine and no worker has said yet that the elder may see it.
    """
    readable = {proxy.attachment_id}
    if permissions.may_read_proof(work.actor, proxy):
        readable.add(proxy.proof_id)
    if file_id not in readable:
        return work.found(None)
    if not permissions.is_asker(work.actor, proxy):
        work.require(permissions.may_decide(work.actor, proxy, queries.elder_path(work, proxy)))
        people = [proxy.elder_id] if proxy.elder_id else None
        work.audit("read_proxy_attachment", subject=proxy.id, people=people)
    return work.found(files.with_body(work, file_id))


def _note_read(
    work: UnitOfWork, action: str, proxies: Sequence[ShownProxy], *, subject: UUID | None = None
) -> None:
    if work.actor.is_staff:
        elders = {each.elder.resident_id for each in proxies if each.elder.resident_id}
        work.audit(action, subject=subject, people=elders)
