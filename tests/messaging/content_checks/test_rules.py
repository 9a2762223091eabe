"""What the machine's words mean, and how a long text is put to it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.content import ContentState
from service.messaging.content_checks import rules
from service.messaging.content_checks.rules import CheckState, Label, Suggestion, Verdict


def said(suggestion: Suggestion, label: Label = Label.NORMAL, *traces: str) -> Verdict:
    return Verdict(suggestion, label, traces)


@pytest.mark.parametrize(
    ("suggestion", "state", "shown"),
    [
        (Suggestion.PASS, CheckState.PASSED, ContentState.PASSED),
        (Suggestion.REVIEW, CheckState.IN_REVIEW, ContentState.CHECKING),
        (Suggestion.RISKY, CheckState.BLOCKED, ContentState.BLOCKED),
    ],
)
def test_the_machine_passes_blocks_or_leaves_it_to_people(
    suggestion: Suggestion, state: CheckState, shown: ContentState
) -> None:
    assert rules.state_after(said(suggestion)) is state
    assert rules.shown(state) is shown


def test_a_text_is_as_risky_as_its_riskiest_part_and_every_part_leaves_its_trace() -> None:
    parts = [
        said(Suggestion.PASS, Label.NORMAL, "a"),
        said(Suggestion.RISKY, Label.FRAUD, "b"),
        said(Suggestion.REVIEW, Label.OTHER, "c"),
    ]

    assert rules.worst(parts) == Verdict(Suggestion.RISKY, Label.FRAUD, ("a", "b", "c"))


@given(text=st.text("字 a", min_size=1, max_size=12_000), word=st.text("坏", min_size=1, max_size=100))
def test_no_word_is_cut_in_two_on_its_way_to_the_machine(text: str, word: str) -> None:
    middle = len(text) // 2
    whole = text[:middle] + word + text[middle:]

    parts = rules.parts_of(whole)

    assert any(word in part for part in parts)
    assert all(1 <= len(part) <= rules.MOST_CHARACTERS for part in parts)
    assert parts[0] == whole[: rules.MOST_CHARACTERS]
    assert whole.endswith(parts[-1])


@given(tries=st.integers(1, 100), share=st.floats(0, 1))
def test_pauses_grow_to_ten_minutes_and_never_end(tries: int, share: float) -> None:
    pause = rules.pause_before_try(tries, share)

    assert timedelta(seconds=2.5) <= pause <= timedelta(minutes=10)
    assert pause <= rules.pause_before_try(tries + 1, 0)
