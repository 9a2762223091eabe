"""What the access log calls roles, purposes and ways of looking; later domains declare theirs by `read_as`."""

from service.kit.actor import Role
from service.kit.texts import Text
from service.residents.people.rules import Purpose

ROLES = {
    Role.GRID_WORKER: Text("网格员", "grid worker"),
    Role.COMMUNITY_WORKER: Text("社区工作者", "community worker"),
    Role.STREET_STAFF: Text("镇街工作人员", "street staff"),
    Role.DISTRICT_STAFF: Text("区级工作人员", "district staff"),
    Role.ASSESSOR: Text("评估员", "assessor"),
    Role.OPERATOR_MANAGER: Text("运营机构负责人", "operator's manager"),
    Role.DISPATCHER: Text("运营机构调度员", "operator's dispatcher"),
    Role.CAREGIVER: Text("护理员", "caregiver"),
    Role.SYSTEM_ADMIN: Text("系统管理员", "system administrator"),
    Role.SECURITY_ADMIN: Text("安全管理员", "security administrator"),
    Role.AUDITOR: Text("审计员", "auditor"),
}
PURPOSES = {
    Purpose.HOME_VISIT: Text("上门走访", "home visit"),
    Purpose.IDENTITY_CHECK: Text("核对身份", "identity check"),
    Purpose.EMERGENCY: Text("紧急情况", "emergency"),
    Purpose.COMPLAINT: Text("处理诉求", "complaint"),
    Purpose.STATUTORY: Text("法定职责", "statutory duty"),
    Purpose.SERVICE_CONTACT: Text("服务联系", "contact for a service"),
    Purpose.SETTLEMENT_AUDIT: Text("结算审核", "audit of a settlement"),
}
ACTIONS = {
    "read_sensitive": Text("查看了您的电话和身份证号", "read your telephone and ID number"),
    "get_resident": Text("打开了您的档案", "opened your record"),
    "list_consents": Text("查看了您的同意记录", "read your consents"),
    "get_consent": Text("查看了您的一份同意", "read one of your consents"),
    "list_organisation_members": Text(
        "查看了您参加的组织的名单", "read the list of an organisation you act for"
    ),
    "list_proxies": Text("查看了您的代办关系", "read who acts for you"),
    "get_proxy": Text("查看了您的代办关系", "read who acts for you"),
    "read_proxy_attachment": Text("查看了代办的证明材料", "read what was shown for a proxy"),
    "show_for_a_visit": Text("为上门服务查看了您的地址和电话", "read your address and telephone for a visit"),
    "list_homes_of_resident": Text("查看了您住过的地方", "read where you live and have lived"),
    "get_household": Text("查看了您的住户", "read your household"),
    "get_home": Text("查看了您的住处", "read who lives in your home"),
    "list_tags_of_resident": Text("查看了您的标签", "read your tags"),
    "list_residents_by_tag": Text("按标签查看了名单，其中有您", "read a list by tag with you on it"),
    "list_residents_with_tags": Text(
        "查看了名单，其中显示了您的敏感标签", "read a list that shows a sensitive tag of yours"
    ),
    "list_tag_reviews": Text("查看了待复核的标签，其中有您的", "read which tags to review, yours among them"),
    "list_households": Text("查看了住户名单，其中有您", "read a list of households with you in it"),
    "get_walk": Text("打开了网格走访名单，其中有您", "opened a grid's walk with you on it"),
    "print_walk": Text("打印了网格走访名单，其中有您", "printed a grid's walk with you on it"),
    "export_residents": Text("导出了居民名单，其中有您", "exported a list of residents with you on it"),
    "records_merged": Text("把您的两份档案合并为一份", "merged two records of yours"),
    "merge_undone": Text("撤销了您档案的合并", "undid the merging of your records"),
    "get_my_copy": Text("下载了您的信息副本", "downloaded a copy of your data"),
}
OTHERWISE = Text("查看了您的信息", "read data of yours")
SERVICE = Text("系统", "the service itself")
PROXY = Text("您的代办人", "acts for you")
SOMEBODY = Text("其他居民", "another resident")


def purpose_in_words(purpose: str | None) -> Text | None:
    """The purpose that was stated, if any; one that is no longer in use is told as it was."""
    if purpose is None:
        return None
    known = {each.value: words for each, words in PURPOSES.items()}
    return known.get(purpose, Text(purpose, purpose))
