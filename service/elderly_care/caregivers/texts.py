"""What is said to people about caregivers' papers."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CERTIFICATE_EXPIRES = SpokenText(
    "elderly_care.certificate_expires",
    title=Text("证书即将到期", "A certificate expires"),
    body=Text(
        "{caregiver} 的“{skill}”证书于 {expires_on} 到期，到期后不能再派需要该技能的服务。请及时换证并更新登记。",
        "{caregiver}'s certificate for {skill} expires on {expires_on}; after that no visit that needs it can be "
        "assigned. Please renew it and enter the new one.",
    ),
)
