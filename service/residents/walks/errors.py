"""How walks are refused."""

from service.kit.errors import Unprocessable
from service.kit.texts import Text


class TooLongToPrint(Unprocessable):
    code = "too_long_to_print"
    title = Text("范围太大，不能打印", "Too much to print at once")
    detail = Text(
        "请按网格、小区或楼栋打印；一次最多 {most} 户。",
        "Print a grid, an estate or a building; at most {most} homes at a time.",
    )
