"""What is said about inspections: how many findings and by when, never their words."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

FOUND = SpokenText(
    "elderly_care.inspection_found",
    title=Text("日常检查发现问题", "An inspection found something"),
    body=Text(
        "{made_on}对{facility}的检查发现 {count} 个问题，最早须在 {mend_by} 前整改。",
        "The inspection of {facility} on {made_on} has {count} findings; the first is to be mended by {mend_by}.",
    ),
)
TO_VERIFY = SpokenText(
    "elderly_care.finding_to_verify",
    title=Text("问题已整改，请复查", "A finding was mended; please verify it"),
    body=Text(
        "{facility}的一个问题（{area}，{severity}）已整改，请复查。",
        "A finding at {facility} ({area}, {severity}) was mended; please verify it.",
    ),
)
VERIFIED = SpokenText(
    "elderly_care.finding_verified",
    title=Text("整改复查通过", "A finding was verified"),
    body=Text(
        "{facility}的一个问题（{area}，{severity}）复查通过。",
        "The mending of a finding at {facility} ({area}, {severity}) was verified.",
    ),
)
RETURNED = SpokenText(
    "elderly_care.finding_returned",
    title=Text("整改复查未通过", "A finding was not mended"),
    body=Text(
        "{facility}的一个问题（{area}，{severity}）复查未通过，整改期限仍为 {mend_by}。",
        "A finding at {facility} ({area}, {severity}) was not mended; its last day is still {mend_by}.",
    ),
)
OVERDUE = SpokenText(
    "elderly_care.finding_overdue",
    title=Text("整改逾期", "A mending is overdue"),
    body=Text(
        "{facility}的一个问题（{area}，{severity}）应在 {mend_by} 前整改，已逾期。",
        "A finding at {facility} ({area}, {severity}) was to be mended by {mend_by} and is not.",
    ),
)
