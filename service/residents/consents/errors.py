"""How consents are refused."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class ConsentTextOutdated(Conflict):
    code = "consent_text_outdated"
    title = Text("同意书已更新", "The text has changed")
    detail = Text("请阅读第 {version} 版后再确认。", "Please read version {version} and then decide.")


class ConsentNotNeeded(Unprocessable):
    code = "consent_not_needed"
    title = Text("无需同意", "No consent is asked for this")
    detail = Text(
        "这项处理依据法定职责，不以同意为前提。", "This rests on the law's duties and not on consent."
    )


class AlreadyGiven(Conflict):
    code = "consent_already_given"
    title = Text("已经同意过", "Agreed already")
    detail = Text("同一版本的同意仍然有效。", "Consent to this very text is in force.")


class AlreadyEnded(Conflict):
    code = "consent_already_ended"
    title = Text("同意已经结束", "The consent has ended")
    detail = Text("这份同意已撤回或已被新的代替。", "It was withdrawn, or a newer one took its place.")


class OrganisationNotNamed(Unprocessable):
    code = "organisation_not_named"
    title = Text("应写明机构", "The organisation is to be named")
    detail = Text(
        "向运营机构提供信息时应写明是哪一家；其他目的不填。",
        "Consent to pass data on names the operator; other purposes name none.",
    )


class ImpossibleWay(Unprocessable):
    code = "impossible_way"
    title = Text("方式不对", "Not in this way")
    detail = Text(
        "本人和代办人在线上同意；工作人员登记书面或短信验证码的同意。",
        "Residents and proxies agree online; workers record consent on paper or by SMS code.",
    )


class NoTelephone(Conflict):
    code = "no_telephone"
    title = Text("没有登记电话", "No telephone on record")
    detail = Text(
        "居民没有登记手机，请用书面方式。", "The resident has no telephone on record; use paper instead."
    )


class ConsentMissing(Conflict):
    code = "consent_missing"
    title = Text("尚未同意", "Consent is missing")
    detail = Text("居民尚未同意“{purpose}”。", "The resident has not agreed to “{purpose}”.")
