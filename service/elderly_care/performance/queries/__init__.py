"""Questions about performance: what is counted, what is closed, and who may read it."""

from service.elderly_care.performance.queries.contracts import readable_contract
from service.elderly_care.performance.queries.counted import Counting
from service.elderly_care.performance.queries.counting import (
    CountedLine,
    elders_served,
    facts,
    facts_with_lines,
)
from service.elderly_care.performance.queries.frozen import (
    Due,
    appeal,
    appeal_against,
    appealed_lines,
    closed_facts,
    failed_years,
    last_versions,
    lines_among,
    months_to_close,
    readable_score,
    score_row,
    scores,
    versions,
    years_to_close,
)
from service.elderly_care.performance.queries.grades import PublicGrade, public_grades
from service.elderly_care.performance.queries.lines import (
    ShownLine,
    closed_lines,
    present_lines,
    subject_of,
)
from service.elderly_care.performance.queries.policies import policies, policy, targets_of, thresholds
from service.elderly_care.performance.queries.showing import (
    ShownPerformance,
    closed,
    frozen_targets,
    provisional,
    unnoted,
)

__all__ = [
    "CountedLine",
    "Counting",
    "Due",
    "PublicGrade",
    "ShownLine",
    "ShownPerformance",
    "appeal",
    "appeal_against",
    "appealed_lines",
    "closed",
    "closed_facts",
    "closed_lines",
    "elders_served",
    "facts",
    "facts_with_lines",
    "failed_years",
    "frozen_targets",
    "last_versions",
    "lines_among",
    "months_to_close",
    "policies",
    "policy",
    "present_lines",
    "provisional",
    "public_grades",
    "readable_contract",
    "readable_score",
    "score_row",
    "scores",
    "subject_of",
    "targets_of",
    "thresholds",
    "unnoted",
    "versions",
    "years_to_close",
]
