"""How the tables of this domain take part in merges, and what merges hold about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.merging import Changes, Pair, merged, parted
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.consents.models import Consent
from service.residents.homes.models import Departure, Residence
from service.residents.merging import actions, queries
from service.residents.merging.actions import ways
from service.residents.merging.models import PossibleDuplicate
from service.residents.models import Proxy
from service.residents.people.models import EmergencyContact
from service.residents.tags.models import ResidentTag

merged(Residence)(ways.keep_one_residence)
parted(ways.let_homes_agree)
merged(Departure)(ways.keep_one_death)
merged(ResidentTag)(ways.keep_tags_apart)
merged(Consent)(ways.keep_one_consent)
merged(EmergencyContact)(ways.keep_contacts_in_order)
merged(Proxy)(ways.end_own_proxies)


@merged(PossibleDuplicate)
def pass_on_pairs(changes: Changes, pair: Pair) -> None:
    """Whom else the one that goes might be, the one that stays might be now."""
    actions.pass_on_pairs(changes, pair)


@parted
def take_pairs_back(work: UnitOfWork, pair: Pair) -> None:
    """Each has their own possible duplicates again."""
    actions.take_pairs_back(work, pair)


@copied("merges", Text("合并记录", "Merged records"))
def merges(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """That another record of the person gave way to this one."""
    for merge in queries.merges_of(work, resident_id):
        yield {"merged_at": merge.merged_at, "status": merge.status.words, "undone_at": merge.undone_at}


@erased
def forget_merges(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What an undo would bring back goes with the person."""
    actions.forget_person(work, resident_id)
    return ()
