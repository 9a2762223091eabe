"""How logins, staff administration and duties are refused."""

from service.kit.errors import (
    AlreadyThere,
    Conflict,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    Unprocessable,
)
from service.kit.texts import Text


class BadCredentials(Unauthenticated):
    code = "bad_credentials"
    title = Text("登录失败", "The login failed")
    detail = Text("用户名或密码不正确。", "The username or the password is wrong.")


class BadLoginCode(BadCredentials):
    """The same code to a client: what it sent does not say who it is."""

    detail = Text(
        "登录凭证无效或已过期，请重新登录。", "The login code is not valid or over. Please log in again."
    )


class WrongPassword(Unprocessable):
    code = "wrong_password"
    title = Text("原密码不正确", "The old password is wrong")
    detail = Text("请检查原密码。", "Please check the old password.")


class AccountLocked(TooManyRequests):
    code = "account_locked"
    title = Text("登录失败次数过多", "Too many failed logins")
    detail = Text(
        "为保护账号，请 {minutes} 分钟后再试。", "To protect the account, try again in {minutes} minutes."
    )


class LoginRefused(Forbidden):
    code = "login_refused"
    title = Text("登录被拒绝", "This login was refused")
    detail = Text(
        "“{provider}”不允许该用户登录本系统，请联系社区工作人员。",
        "{provider} does not let this user log in here. Please ask your community's office.",
    )


class LoginNotOffered(NotFound):
    code = "login_not_offered"
    title = Text("未开通这种登录方式", "This way in is not offered")
    detail = Text(
        "本系统没有接入“{provider}”登录，请换一种方式登录。",
        "{provider} is not connected here. Please log in another way.",
    )


class IdentityNotLinked(Unauthenticated):
    code = "identity_not_linked"
    title = Text("尚未绑定账号", "Not linked to an account")
    detail = Text(
        "这个浙政钉身份没有可用的工作人员账号；请先用用户名和密码登录，再绑定浙政钉。",
        "No staff account in use is linked to this identity. Log in with your password, then link it.",
    )


class TooManyLoginCodes(TooManyRequests):
    code = "too_many_login_codes"
    title = Text("登录过于频繁", "Too many logins")
    detail = Text("请一分钟后再试。", "Please try again in a minute.")


class IdentityProviderDown(Unavailable):
    code = "identity_provider_down"
    title = Text("登录服务暂时不可用", "The login service is not available")
    detail = Text(
        "“{provider}”没有应答，请稍候再试；已登录的设备不受影响。",
        "{provider} does not answer. Try again shortly; devices already logged in are not affected.",
    )


class TooBusyToCheck(Unavailable):
    code = "too_busy"
    title = Text("登录人数过多", "Too many logins at once")
    detail = Text("请几秒后再试。", "Please try again in a few seconds.")


class RefreshTokenReused(Unauthenticated):
    code = "refresh_token_reused"
    title = Text("登录已终止", "The login was ended")
    detail = Text(
        "这个刷新令牌已经用过，为安全起见这次登录已终止，请重新登录。",
        "This refresh token had been used before; to be safe the login was ended. Please log in again.",
    )


class AlreadyRefreshed(Conflict):
    code = "already_refreshed"
    title = Text("令牌正在被同时刷新", "Refreshed at the same moment")
    detail = Text(
        "另一个请求刚刚刷新了这次登录，请使用它得到的令牌。",
        "Another request refreshed this login just now; use the tokens it got.",
    )


class PasswordExpired(Forbidden):
    code = "password_expired"
    title = Text("请先修改密码", "Change the password first")
    detail = Text(
        "密码是初始密码或已过期，修改后才能继续。",
        "The password is an initial one or too old; change it to go on.",
    )


class ResidentHasDied(Forbidden):
    code = "resident_has_died"
    title = Text("账号已停用", "This account rests")
    detail = Text(
        "社区登记的信息显示，此账号的主人已离世，账号不再办理事项。如登记有误，请与社区工作者联系，会尽快更正。",
        "According to the register the owner of this account has passed away, so it rests."
        " If that is a mistake, the community's workers will put it right at once.",
    )


class WeakPassword(Unprocessable):
    code = "weak_password"
    title = Text("密码强度不够", "The password is too weak")
    detail = Text(
        "至少 {length} 位，并包含大写字母、小写字母、数字、符号中的三类，不能包含用户名。",
        "At least {length} characters from three of: upper case, lower case, digits, symbols;"
        " and not the username.",
    )


class PasswordNotTheirOwn(Conflict):
    code = "password_not_own"
    title = Text("密码还不是本人的", "The password is not their own yet")
    detail = Text(
        "管理员职责只授予已自行修改初始密码的账号，否则设置密码的人也能以管理员身份登录。",
        "Who becomes an administrator has changed the initial password first: who gave it could log in as them.",
    )


class PasswordUsedBefore(Unprocessable):
    code = "password_used_before"
    title = Text("密码最近用过", "The password was used before")
    detail = Text("不能使用最近 {count} 次用过的密码。", "Not one of the last {count} passwords.")


class UsernameTaken(AlreadyThere):
    code = "username_taken"
    title = Text("用户名已被使用", "The username is taken")
    detail = Text("请换一个用户名。", "Please choose another username.")


class AdministratorsApart(Conflict):
    code = "administrators_apart"
    title = Text("三员须分离", "The three administrators are apart")
    detail = Text(
        "系统管理、安全管理、审计三种职责不能由同一账号兼任，也不能与其他职责并存。",
        "system_admin, security_admin and auditor exclude each other and every other duty of one account.",
    )


class OwnDuty(Forbidden):
    code = "own_duty"
    title = Text("不能变更自己的职责", "Not for oneself")
    detail = Text(
        "自己的职责由另一位安全管理员办理。", "Another security administrator sees to your own duties."
    )


class OfAnAdministrator(Forbidden):
    code = "of_an_administrator"
    title = Text("管理员账号不在此维护", "Not an administrator's account")
    detail = Text(
        "三员账号的停用和密码重置由运维人员在服务器上办理。",
        "Administrators' accounts are disabled and reset on the server's command line.",
    )


class NotStaff(Unprocessable):
    code = "not_staff"
    title = Text("不是在用的工作人员账号", "Not a staff account in use")
    detail = Text("职责只能授予在用的工作人员账号。", "Duties are for staff accounts that are not disabled.")


class WrongPlaceForRole(Unprocessable):
    code = "wrong_place_for_role"
    title = Text("职责与地区或组织不符", "The role does not fit the place")
    detail = Text("“{role}”须指定 {expected}。", "“{role}” needs {expected}.")


class WrongFunctions(Unprocessable):
    code = "wrong_functions"
    title = Text("职责范围不符", "The functions do not fit the role")
    detail = Text("“{role}”可选的范围：{expected}。", "“{role}” can have: {expected}.")


class NothingToStandInFor(Unprocessable):
    code = "nothing_to_stand_in_for"
    title = Text("没有可代理的职责", "No such duty to stand in for")
    detail = Text(
        "被代理人在这段时间没有相同的职责，或代理超出了其期限。",
        "That account has no such duty over the whole time, or the stand-in would outlast it.",
    )
