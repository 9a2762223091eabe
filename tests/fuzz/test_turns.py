"""A run of the fuzzer ends by what it found, not by how it shows its progress."""

import pytest
from schemathesis.cli.commands.run.handlers.output import OutputHandler
from schemathesis.config import ProjectConfig, SchemathesisConfig
from schemathesis.engine.events import PhaseStarted, StatefulPhasePayload
from schemathesis.engine.run import Phase, PhaseName, PhaseSkipReason

from tests.fuzz.turns import NewTurn

LINKS = StatefulPhasePayload(inferred_transitions=0, transitions_selected=1, transitions_total=1)


@pytest.mark.parametrize("passed_over", [None, PhaseSkipReason.NO_CHECKS_RAN])
def test_a_phase_is_shown_in_its_next_turn_too(passed_over: PhaseSkipReason | None) -> None:
    display = OutputHandler(config=_config())
    turn = _turn(passed_over)

    for handler in (NewTurn(), display):
        handler.handle_event(None, turn)

    assert display.stateful_tests_manager is not None
    display.stateful_tests_manager.stop()


@pytest.mark.parametrize(
    "passed_over", [each for each in PhaseSkipReason if each is not PhaseSkipReason.NO_CHECKS_RAN]
)
def test_a_phase_that_can_not_run_stays_passed_over(passed_over: PhaseSkipReason) -> None:
    turn = _turn(passed_over)

    NewTurn().handle_event(None, turn)

    assert turn.phase.skip_reason is passed_over


def _turn(passed_over: PhaseSkipReason | None) -> PhaseStarted:
    return PhaseStarted(phase=Phase(PhaseName.STATEFUL_TESTING, skip_reason=passed_over), payload=LINKS)


def _config() -> ProjectConfig:
    return SchemathesisConfig().projects.default
