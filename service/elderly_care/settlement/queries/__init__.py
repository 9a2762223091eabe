"""Questions about settlements, and what they are counted from."""

from service.elderly_care.settlement.queries.adding_up import (
    add_up,
    checks_of_all,
    choose_checks,
    open_checks,
)
from service.elderly_care.settlement.queries.counting import (
    Chain,
    StandingLine,
    VisitFacts,
    chains_of,
    facts_of,
    next_batch,
    used_of,
)
from service.elderly_care.settlement.queries.lines import (
    ShownLine,
    line_of,
    line_of_visit,
    lines,
    lines_of_elder,
    visits_of_lines,
    workbook_rows,
)
from service.elderly_care.settlement.queries.listing import list_elders, snapshot_terms
from service.elderly_care.settlement.queries.personal import every_line_of
from service.elderly_care.settlement.queries.policies import versions_now
from service.elderly_care.settlement.queries.settlements import (
    drop_batches,
    has_later_month,
    is_counting,
    readable,
    settlement,
    settlements,
    shares_of,
    stands,
)
from service.elderly_care.settlement.queries.showing import ShownSettlement, own_streets, shown
from service.elderly_care.settlement.queries.terms import (
    PriceBook,
    SchemeTerms,
    deduction_policies,
    months_in_draft,
    prices_of,
    streets_of,
    terms_for,
)

__all__ = [
    "Chain",
    "PriceBook",
    "SchemeTerms",
    "ShownLine",
    "ShownSettlement",
    "StandingLine",
    "VisitFacts",
    "add_up",
    "chains_of",
    "checks_of_all",
    "choose_checks",
    "deduction_policies",
    "drop_batches",
    "every_line_of",
    "facts_of",
    "has_later_month",
    "is_counting",
    "line_of",
    "line_of_visit",
    "lines",
    "lines_of_elder",
    "list_elders",
    "months_in_draft",
    "next_batch",
    "open_checks",
    "own_streets",
    "prices_of",
    "readable",
    "settlement",
    "settlements",
    "shares_of",
    "shown",
    "snapshot_terms",
    "stands",
    "streets_of",
    "terms_for",
    "used_of",
    "versions_now",
    "visits_of_lines",
    "workbook_rows",
]
