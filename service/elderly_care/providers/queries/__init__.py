"""Questions about facilities, contracts and prices."""

from service.elderly_care.providers.queries.contracts import (
    ContractFacts,
    ShownContract,
    contract,
    contract_facts,
    contracts,
    contracts_serving,
    ending_before,
    following_contract,
    shown,
)
from service.elderly_care.providers.queries.facilities import (
    ServingOperator,
    facilities,
    facility,
    operators,
    places_of_facilities,
)
from service.elderly_care.providers.queries.prices import PriceFacts, price_page, prices, prices_on
from service.elderly_care.providers.queries.serving import overseen

__all__ = [
    "ContractFacts",
    "PriceFacts",
    "ServingOperator",
    "ShownContract",
    "contract",
    "contract_facts",
    "contracts",
    "contracts_serving",
    "ending_before",
    "facilities",
    "facility",
    "following_contract",
    "operators",
    "overseen",
    "places_of_facilities",
    "price_page",
    "prices",
    "prices_on",
    "shown",
]
