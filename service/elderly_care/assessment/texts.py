"""What is said to people about assessments; the result itself is shown on the screen alone."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

SIGNED = SpokenText(
    "elderly_care.assessment_signed",
    title=Text("能力评估已完成", "The assessment is done"),
    body=Text(
        "{assessed_on} 的能力评估已由两名评估员签字，可在小程序查看结果。如有异议，请在 {days} 天内提出。",
        "The assessment of {assessed_on} has been signed; see the result in the app. "
        "If you do not agree, appeal within {days} days.",
    ),
)
APPEALED = SpokenText(
    "elderly_care.assessment_appealed",
    title=Text("能力评估有异议", "An assessment is appealed against"),
    body=Text(
        "{elder} 对能力评估结果提出异议，请在 {decide_by} 前答复或安排复评。",
        "{elder} does not agree with an assessment; answer or have it reviewed by {decide_by}.",
    ),
)
APPEAL_DECIDED = SpokenText(
    "elderly_care.assessment_appeal_decided",
    title=Text("评估异议已答复", "Your appeal was decided"),
    body=Text("您对能力评估的异议：{outcome}。", "Your appeal against the assessment: {outcome}."),
)
