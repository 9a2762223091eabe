"""What an operator sees of a resident: what one visit needs, while the resident agrees, and nothing anywhere else."""

import pytest

from service.accounts.queries import actor_of
from service.kit import closing
from service.kit.actor import Role
from service.kit.errors import Forbidden, NotFound
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from service.residents.consents.errors import ConsentMissing
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from service.residents.privacy.actions import show_for_a_visit
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.factories import accounts, organisations
from tests.factories.consents import consent


@pytest.fixture
def operator(work: UnitOfWork) -> Organisation:
    return organisations.organisation(work, OrganisationKind.OPERATOR, "镇海康养服务中心")


@pytest.fixture
def dispatcher(work: UnitOfWork, operator: Organisation) -> UnitOfWork:
    """The unit of work of a dispatcher of the operator."""
    account = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)
    actor = actor_of(work, account.id)
    assert actor is not None
    work.actor = actor
    return work


def test_while_the_resident_agrees_a_visit_shows_door_and_telephone(
    dispatcher: UnitOfWork, elder: Resident, operator: Organisation, as_elder: ApiClient
) -> None:
    work = dispatcher
    consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)

    shown = show_for_a_visit(work, elder.id, operator.id, visit_id=work.new_id())

    assert (shown.name, shown.address, shown.phone) == ("陈阿婆", "胜利路 18 号", "+8613812345678")
    closing.write(work.session)
    (reading,) = as_elder.get("/residents/me/access-log").json["items"]
    assert reading["reader"]["place"] == "镇海康养服务中心"
    assert (reading["reader"]["role"], reading["purpose"]) == ("运营机构调度员", "服务联系")


def test_without_consent_or_after_it_nothing_is_shown(
    dispatcher: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    other = organisations.organisation(dispatcher, OrganisationKind.OPERATOR)
    consent(dispatcher, elder, ConsentPurpose.SHARE_WITH_OPERATOR, other)
    consent(dispatcher, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator, withdrawn_at=dispatcher.now)

    with pytest.raises(ConsentMissing):
        show_for_a_visit(dispatcher, elder.id, operator.id, visit_id=dispatcher.new_id())
    with pytest.raises(Forbidden):
        show_for_a_visit(dispatcher, elder.id, other.id, visit_id=dispatcher.new_id())


def test_nobody_visits_who_has_died(dispatcher: UnitOfWork, elder: Resident, operator: Organisation) -> None:
    consent(dispatcher, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    elder.status = ResidentStatus.DECEASED
    dispatcher.session.flush()

    with pytest.raises(NotFound):
        show_for_a_visit(dispatcher, elder.id, operator.id, visit_id=dispatcher.new_id())
