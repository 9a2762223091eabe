"""How a check goes on: the machine's word, when it is asked again, and when a worker is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from service.kit.content import ContentState
from service.kit.pauses import doubled, spread
from service.kit.texts import Worded

# What WeChat looks at in one call.
MOST_CHARACTERS = 2500
# So that what stands across the end of one part is whole in the next.
_OVERLAP = 100
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


class CheckState(Worded):
    """Where a check stands."""

    WAITING = "waiting", "等待机器审核", "waits for the machine"
    IN_REVIEW = "in_review", "等待人工审核", "waits for a worker"
    PASSED = "passed", "已通过", "passed"
    BLOCKED = "blocked", "未通过", "blocked"


class ReviewReason(Worded):
    """Why people look at a text."""

    NO_MACHINE = "no_machine", "未配置机器审核", "there is no machine here"
    UNSURE = "unsure", "机器无法判定", "the machine is not sure"
    NOT_KNOWN = "not_known", "作者未通过小程序登录或已离开", "the machine does not know its author now"
    MACHINE_DOWN = "machine_down", "机器审核不可用", "the machine could not be asked"


class Suggestion(StrEnum):
    """What the machine says of a text; the later ones weigh more."""

    PASS = "pass"  # noqa: S105 - their word
    REVIEW = "review"
    RISKY = "risky"


class Label(Worded):
    """What the machine sees in a text (WeChat's labels)."""

    NORMAL = "normal", "正常", "nothing"
    ADVERTISEMENT = "advertisement", "广告", "advertising"
    POLITICS = "politics", "时政", "politics"
    SEXUAL = "sexual", "色情", "sexual content"
    ABUSE = "abuse", "辱骂", "abuse"
    CRIME = "crime", "违法犯罪", "crime"
    FRAUD = "fraud", "欺诈", "fraud"
    VULGAR = "vulgar", "低俗", "vulgar content"
    COPYRIGHT = "copyright", "版权", "somebody else's work"
    OTHER = "other", "其他", "something else"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The machine's word; the trace is its own name of the question."""

    suggestion: Suggestion
    label: Label
    trace_ids: tuple[str, ...]


_SHOWN = {CheckState.PASSED: ContentState.PASSED, CheckState.BLOCKED: ContentState.BLOCKED}
_BY_SUGGESTION = {
    Suggestion.PASS: CheckState.PASSED,
    Suggestion.REVIEW: CheckState.IN_REVIEW,
    Suggestion.RISKY: CheckState.BLOCKED,
}
# A worker's word stands above the machine's, and above that of a worker before them.
MAY_PASS = frozenset({CheckState.WAITING, CheckState.IN_REVIEW, CheckState.BLOCKED})
MAY_BLOCK = frozenset({CheckState.WAITING, CheckState.IN_REVIEW, CheckState.PASSED})


def shown(state: CheckState) -> ContentState:
    """What a check's state means for who reads or wrote the text."""
    return _SHOWN.get(state, ContentState.CHECKING)


def state_after(verdict: Verdict) -> CheckState:
    """Where a check stands after the machine's word."""
    return _BY_SUGGESTION[verdict.suggestion]


def parts_of(text: str) -> list[str]:
    """A text in parts that the machine takes."""
    step = MOST_CHARACTERS - _OVERLAP
    last = max(len(text) - _OVERLAP, 1)
    return [text[start : start + MOST_CHARACTERS] for start in range(0, last, step)]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """What is said of a text of whose parts these are said."""
    order = list(Suggestion)
    several = list(verdicts)
    weighs_most = max(several, key=lambda each: order.index(each.suggestion))
    traces = tuple(trace for each in several for trace in each.trace_ids)
    return Verdict(weighs_most.suggestion, weighs_most.label, traces)


def pause_before_try(tries: int, share: float) -> timedelta:
    """How long to wait after so many tries, less a `share` by chance."""
    return spread(doubled(_FIRST_PAUSE, tries - 1, _LONGEST_PAUSE), share)
