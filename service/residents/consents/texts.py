"""What is said to people about their consents."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CONSENT_RECORDED = SpokenText(
    "residents.consent_recorded",
    title=Text("已为您登记同意", "A consent was recorded for you"),
    body=Text(
        "{name}为您登记了对“{purpose}”的同意。如不属实或改变主意，可以随时撤回。",
        "{name} has recorded your consent to “{purpose}”. If that is wrong or you think otherwise now, withdraw it"
        " at any time.",
    ),
)
CONSENT_WITHDRAWN = SpokenText(
    "residents.consent_withdrawn",
    title=Text("已为您撤回同意", "A consent was withdrawn for you"),
    body=Text(
        "{name}为您撤回了对“{purpose}”的同意，立即生效。",
        "{name} has withdrawn your consent to “{purpose}”; it no longer holds.",
    ),
)
