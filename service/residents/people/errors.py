"""How details of people are refused; the finer refusals of names and numbers say what the mistake seems to be."""

from service.kit.errors import Conflict, DomainError, Unprocessable
from service.kit.texts import Text
from service.residents.errors import BadIdNumber, BadName, BadPhone


class NumberInName(BadName):
    code = "number_in_name"
    title = Text("姓名处像是号码", "A number where a name should be")
    detail = Text(
        "姓名处填的像是电话或身份证号，请核对是否填错了列。",
        "This looks like a telephone or ID number; are the columns mixed up?",
    )


class IdNumberInPhone(BadPhone):
    code = "id_number_in_phone"
    title = Text("电话处像是身份证号", "An ID number where a telephone should be")
    detail = Text("请核对是否填错了列。", "Are the columns mixed up?")


class SeveralPhones(BadPhone):
    code = "several_phones"
    title = Text("填了不止一个电话", "More than one telephone number")
    detail = Text(
        "这里只填本人的一个号码，其他号码请填为紧急联系人。",
        "Give one number of the person's own; others belong to emergency contacts.",
    )


class PhoneInIdNumber(BadIdNumber):
    code = "phone_in_id_number"
    title = Text("身份证号处像是电话", "A telephone where an ID number should be")
    detail = Text("请核对是否填错了列。", "Are the columns mixed up?")


class OldIdNumber(BadIdNumber):
    code = "old_id_number"
    title = Text("15 位旧身份证号", "An old ID number of 15 digits")
    detail = Text(
        "15 位号码 2013 年起停用，请填写现在的 18 位身份证号。",
        "Numbers of 15 digits ended in 2013; give the present one of 18 characters.",
    )


class IdNumberRounded(BadIdNumber):
    code = "id_number_rounded"
    title = Text("身份证号末几位已丢失", "The last digits of the ID number are lost")
    detail = Text(
        "电子表格把号码存成了数值，后几位已丢失；请把该列设为文本后重新填写。",
        "The spreadsheet has kept it as a number and rounded it; make the column text and type it again.",
    )


class ImpossibleBirthInIdNumber(BadIdNumber):
    code = "id_number_birth_date"
    title = Text("身份证号中的出生日期不可能", "An impossible birth date in the ID number")
    detail = Text(
        "第 7–14 位应是存在的、不晚于今天的日期，请核对。",
        "Characters 7 to 14 are a day that exists and is not to come; please check them.",
    )


class WrongCheckDigit(BadIdNumber):
    code = "id_number_check_digit"
    title = Text("身份证号校验位不对", "The ID number's check digit is wrong")
    detail = Text(
        "多半是有一位输错或两位颠倒，请逐位核对。",
        "Most likely a digit is wrong or two have changed places; check them one by one.",
    )


class UnknownIdRegion(BadIdNumber):
    code = "id_number_region"
    title = Text("身份证号的地区码不存在", "The ID number's region is unknown")
    detail = Text(
        "前 6 位不是县级地区码，请核对。", "The first 6 digits are no county's code; please check them."
    )


class BirthDateMismatch(Unprocessable):
    code = "id_number_birth_date_mismatch"
    title = Text("出生日期与身份证号不符", "The birth date contradicts the ID number")
    detail = Text(
        "身份证号中的出生日期不同，请核对其中一项。",
        "The ID number has another birth date; one of the two is wrong.",
    )


class SexMismatch(Unprocessable):
    code = "id_number_sex_mismatch"
    title = Text("性别与身份证号不符", "The sex contradicts the ID number")
    detail = Text(
        "身份证号第 17 位奇数为男、偶数为女，请核对其中一项。",
        "The 17th digit is odd for men and even for women; one of the two is wrong.",
    )


class ImpossibleBirthDate(Unprocessable):
    code = "impossible_birth_date"
    title = Text("出生日期不可能", "An impossible birth date")
    detail = Text(
        "出生日期不晚于今天，也不早于 {years} 年前。",
        "It is not to come, and not more than {years} years ago.",
    )


class BadDay(Unprocessable):
    code = "bad_day"
    title = Text("日期有误", "Not a day")
    detail = Text(
        "请填写存在的日期，如 1940-01-31、1940/1/31 或 1940年1月31日。",
        "Give a day that exists, such as 1940-01-31, 1940/1/31 or 19400131.",
    )


class LivingSituationContradicts(Unprocessable):
    code = "living_situation_contradicts"
    title = Text("居住情况自相矛盾", "A living situation that contradicts itself")
    detail = Text(
        "“独居”和“养老机构”不能与其他居住情况同时选择。",
        "`alone` and `institution` do not go together with others.",
    )


class NoSuchContact(Conflict):
    code = "no_such_contact"
    title = Text("没有这位紧急联系人", "No such emergency contact")
    detail = Text("请重新读取后再修改。", "Read the record again, then change it.")


class ContactNeedsPhone(Unprocessable):
    code = "contact_needs_phone"
    title = Text("请填写联系人的电话", "A telephone is needed")
    detail = Text(
        "新增的紧急联系人需要电话；保留原号码时请带上 id。",
        "A new contact needs a telephone; name the id of one whose telephone stays.",
    )


WRONG_NAMES: tuple[type[DomainError], ...] = (BadName, NumberInName)
WRONG_PHONES: tuple[type[DomainError], ...] = (BadPhone, IdNumberInPhone, SeveralPhones)
WRONG_ID_NUMBERS: tuple[type[DomainError], ...] = (
    BadIdNumber,
    PhoneInIdNumber,
    OldIdNumber,
    IdNumberRounded,
    ImpossibleBirthInIdNumber,
    WrongCheckDigit,
    UnknownIdRegion,
)
WRONG_DETAILS: tuple[type[DomainError], ...] = (
    BirthDateMismatch,
    SexMismatch,
    ImpossibleBirthDate,
    LivingSituationContradicts,
    NoSuchContact,
    ContactNeedsPhone,
)
