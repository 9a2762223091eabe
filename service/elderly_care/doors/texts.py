"""What is said to people about doors."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

LEFT_BEHIND = SpokenText(
    "elderly_care.door_left_behind",
    title=Text("老人搬家，请重新登记门的位置", "An elder has moved: please place the door anew"),
    body=Text(
        "{elder} 已搬到您辖区的新住处，原住处的上门定位和签到码已停用。请到新住处重新定位，需要的话重新发放签到码。",
        "{elder} lives in another home in your community now; where the former door was, and the codes that hung there, "
        "count no more. Place the new door, and give it codes if it needs any.",
    ),
)
