"""How the domain refuses."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class BadName(Unprocessable):
    code = "bad_name"
    title = Text("姓名有误", "Not a name")
    detail = Text(
        "姓名为 1–50 个字，可含生僻字和间隔号“·”，不能含数字或特殊符号。",
        "A name has 1 to 50 letters or characters, rare ones and “·” among them, and no digits or symbols.",
    )


class BadPhone(Unprocessable):
    code = "bad_phone"
    title = Text("电话号码有误", "Not a telephone number")
    detail = Text(
        "请填写手机号（如 13812345678）或带区号的固定电话（如 0574-86251234）。",
        "Give a mobile number (13812345678) or a landline with its area code (0574-86251234).",
    )


class BadIdNumber(Unprocessable):
    code = "bad_id_number"
    title = Text("身份证号有误", "Not an ID number")
    detail = Text(
        "请核对 18 位身份证号（GB 11643）：地区、出生日期或校验位不对。",
        "Please check the 18 characters (GB 11643): region, birth date or check digit is wrong.",
    )


class NoSuchCommunity(Unprocessable):
    code = "no_such_community"
    title = Text("没有这个社区", "No such community")
    detail = Text(
        "region_code 应为社区或其下的小区、网格、楼栋。",
        "region_code must be a community or an estate, grid or building in one.",
    )


class AlreadyRegistered(Conflict):
    code = "already_registered"
    title = Text("您已登记", "You are registered already")
    detail = Text("可以查看或修改您的登记。", "See or change your registration instead.")


class NotRegistered(Conflict):
    code = "not_registered"
    title = Text("请先登记", "Please register first")
    detail = Text("登记姓名和电话后才能继续。", "Register with a name and a telephone number first.")


class RecordGone(Conflict):
    code = "record_gone"
    title = Text("档案刚被合并", "The record has just been merged")
    detail = Text(
        "这份档案刚与另一份合并，请重新读取后再试。",
        "It has just given way to another; read it again and retry.",
    )


class OnRecordAlready(Conflict):
    code = "on_record_already"
    title = Text("该身份证号已登记", "This ID number is on record")
    detail = Text("此人已有档案，不再新建。", "This person is on record; nobody is entered a second time.")


class RecordElsewhere(Conflict):
    code = "record_elsewhere"
    title = Text("档案在别的社区", "The record is kept elsewhere")
    detail = Text(
        "此人的档案在别的社区，请由该社区核实或先办理迁出。",
        "This person's record is kept by another community, which must verify, or note that they moved away.",
    )


class RecordUndecided(Conflict):
    code = "record_undecided"
    title = Text("先处理较早的登记", "An earlier registration comes first")
    detail = Text(
        "同一身份证号还有一份较早的登记待核实，请先核实或退回那一份。",
        "An earlier registration with this ID number waits; verify or reject that one first.",
    )


class FixedOnceVerified(Conflict):
    code = "fixed_once_verified"
    title = Text("核实后不能自行修改", "Fixed once verified")
    detail = Text(
        "姓名和所在社区核实后由社区工作者修改。",
        "After verification a worker of the community changes name and region.",
    )


class LivesInAHome(Conflict):
    code = "lives_in_a_home"
    title = Text("请办理迁移", "Note a move instead")
    detail = Text(
        "此人的住处已登记，地区和地址随住处而定；搬家请办理迁入。",
        "Region and address follow the home on record; when somebody moves, note the move.",
    )


class NoAddressee(Unprocessable):
    code = "phone_or_id_number"
    title = Text("请填写电话或身份证号之一", "Give either a telephone or an ID number")
    detail = Text("电话和身份证号请填其中一项。", "Exactly one of phone and id_number is needed.")


class OwnProxy(Unprocessable):
    code = "own_proxy"
    title = Text("不能代办自己", "Nobody is their own proxy")


class AlreadyAsked(Conflict):
    code = "already_asked"
    title = Text("已经申请过", "Asked already")
    detail = Text(
        "对同一位老人的申请正在等待或有效。", "What you asked for this elder still waits, or is in force."
    )


class TooManyAsks(Conflict):
    code = "too_many_asks"
    title = Text("待答复的申请过多", "Too many asks wait")
    detail = Text(
        "同时最多 {most} 个申请等待答复，可以先撤回。",
        "At most {most} asks wait for an answer at a time; take some back first.",
    )


class BeyondLongest(Unprocessable):
    code = "beyond_longest"
    title = Text("期限不对", "Not a possible day")
    detail = Text("有效期最早今天，最晚 {latest}。", "From today until {latest} at the latest.")


class BeyondAsked(Unprocessable):
    code = "beyond_asked"
    title = Text("超出申请范围", "More than was asked")
    detail = Text(
        "同意的事项和期限只能少于、不能多于申请。", "One can agree to less than was asked, never to more."
    )


class EvidenceMissing(Unprocessable):
    code = "evidence_missing"
    title = Text("缺少凭证", "Evidence is missing")
    detail = Text(
        "书面同意应附签字件或写明见证人；短信同意应填写电话和验证码。",
        "Agreement on paper needs the signed sheet or a witness; by SMS the telephone and the code.",
    )
