"""Confirming that a visit was made: by the elder, a proxy, a worker's call; or by silence, if it is proved."""

from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.proofs import permissions, queries
from service.elderly_care.proofs.actions.sealing import seal
from service.elderly_care.proofs.messages import VisitConfirmed
from service.elderly_care.proofs.models import VisitProof
from service.elderly_care.proofs.rules import ConfirmationWay
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act, VisitStatus
from service.kit.acting import ActedBy, ActingAs, show_acting
from service.kit.actor import Function
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions

_BATCH = 200


def confirm(
    work: UnitOfWork, visit_id: UUID, *, rating: int | None = None, comment: str | None = None
) -> VisitProof:
    """Say that a visit was made and how it was. Raises WrongState."""
    visit = queries.held(work, visit_id)
    work.require(permissions.may_confirm(queries.standpoint(work, visit)))
    acted_by = residents_actions.act_for(work, visit.elder_id, care.PROXY_SCOPE, Function.CARE)
    visits.move_status(work, visit, Act.CONFIRM)
    proof = work.found(queries.proof_of(work, visit_id))
    _note(work, proof, _way(acted_by))
    show_acting(proof, acted_by)
    proof.rating = rating
    proof.comment_sealed = seal(work, comment, f"care_proofs.comment:{visit_id}")
    return proof


def settle_silent(work: UnitOfWork) -> None:
    """Let what is proved count as confirmed after days without a word, first in line for a check; the rest waits for one."""
    for visit, proof in queries.silent(work, _BATCH):
        if visit.status is not VisitStatus.DONE:
            proof.silent_at = None
        elif proof.is_proved:
            _settle(work, visit, proof)
        else:
            proof.silent_at, proof.waits_since = None, work.now


def _settle(work: UnitOfWork, visit: Visit, proof: VisitProof) -> None:
    visits.move_status(work, visit, Act.SETTLE)
    _note(work, proof, ConfirmationWay.SILENCE)
    proof.sample_first = True


def _note(work: UnitOfWork, proof: VisitProof, way: ConfirmationWay) -> None:
    proof.confirmed_at, proof.confirmed_way = work.now, way
    proof.silent_at = proof.waits_since = None
    work.announce(VisitConfirmed(visit_id=proof.visit_id))


def _way(acted_by: ActedBy | None) -> ConfirmationWay:
    if acted_by is None:
        return ConfirmationWay.ELDER
    return ConfirmationWay.PROXY if acted_by.acting_as is ActingAs.PROXY else ConfirmationWay.PHONE
