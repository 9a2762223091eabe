"""What is said to people about visits; to caregivers nothing of whom they visit, which they read in their list."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

ARRANGED = SpokenText(
    "elderly_care.visit_arranged",
    title=Text("上门服务已安排", "A visit is arranged"),
    body=Text("{starts_at} {service}，由{caregivers}上门。", "{starts_at} {service}, by {caregivers}."),
)
MOVED = SpokenText(
    "elderly_care.visit_moved",
    title=Text("上门安排有变动", "A visit was changed"),
    body=Text(
        "{service}改为 {starts_at}，由{caregivers}上门。", "{service} is now on {starts_at}, by {caregivers}."
    ),
)
SEVERAL_ARRANGED = SpokenText(
    "elderly_care.visits_arranged",
    title=Text("上门服务安排有更新", "Your visits are arranged"),
    body=Text(
        "有 {number} 次上门服务已安排或变动，最早一次在 {starts_at}。",
        "{number} visits were arranged or changed, the first on {starts_at}.",
    ),
)
PUT_OFF = SpokenText(
    "elderly_care.visit_put_off",
    title=Text("上门服务改期", "A visit on another day"),
    body=Text(
        "{formerly} 的{service}改到 {starts_at}。",
        "{service} of {formerly} is put off to {starts_at}.",
    ),
)
CALLED_OFF = SpokenText(
    "elderly_care.visit_called_off",
    title=Text("上门服务已取消", "A visit is called off"),
    body=Text(
        "{starts_at} 的{service}已取消：{because}。", "{service} on {starts_at} is called off: {because}."
    ),
)
SEVERAL_CALLED_OFF = SpokenText(
    "elderly_care.visits_called_off",
    title=Text("上门服务已取消", "Visits are called off"),
    body=Text(
        "{number} 次上门服务已取消，最早一次在 {starts_at}：{because}。",
        "{number} visits are called off, the first on {starts_at}: {because}.",
    ),
)
GIVEN = SpokenText(
    "elderly_care.visit_given",
    title=Text("新的上门安排", "A visit for you"),
    body=Text("{starts_at} 上门：{service}。", "{starts_at}: {service}."),
)
GIVEN_OTHERWISE = SpokenText(
    "elderly_care.visit_given_otherwise",
    title=Text("上门时间变动", "A visit at another time"),
    body=Text("{service}改到 {starts_at}。", "{service} is now at {starts_at}."),
)
TAKEN_BACK = SpokenText(
    "elderly_care.visit_taken_back",
    title=Text("上门安排取消", "A visit less for you"),
    body=Text("{starts_at} 的{service}不再由您上门。", "{service} at {starts_at} is not yours any more."),
)
SEVERAL_GIVEN = SpokenText(
    "elderly_care.visits_given",
    title=Text("上门安排有更新", "Your visits have changed"),
    body=Text(
        "您有 {number} 次上门安排新增或变动，最早一次在 {starts_at}，请查看。",
        "{number} of your visits are new or changed, the first at {starts_at}; please look.",
    ),
)
LEFT_OPEN = SpokenText(
    "elderly_care.visits_left_open",
    title=Text("护理员缺勤，上门待重新安排", "An absence leaves visits open"),
    body=Text(
        "{caregiver}缺勤，{number} 次安排待重新派工，最早一次在 {starts_at}。",
        "{caregiver} is absent; {number} visits are open again, the first at {starts_at}.",
    ),
)
GIVEN_BACK = SpokenText(
    "elderly_care.visit_given_back",
    title=Text("老人档案合并，上门待重新安排", "Two records became one; a visit is open again"),
    body=Text(
        "同一位老人的两份档案已合并，{starts_at} 的{service}与另一次服务时间重叠，已撤下，请另行安排时间。",
        "Two records were of one elder. {service} on {starts_at} met another visit at the same time and is open again; "
        "please arrange another time.",
    ),
)
TOMORROW_FOR_YOU = SpokenText(
    "elderly_care.tomorrow_for_caregiver",
    title=Text("明日上门安排", "Your visits tomorrow"),
    body=Text(
        "{day} 您有 {number} 次安排：{stops}。上门地址和进门方式请在应用内查看。",
        "You have {number} visits on {day}: {stops}. Addresses and how to get in are to be read in the app.",
    ),
)
TOMORROW = SpokenText(
    "elderly_care.tomorrow_for_elder",
    title=Text("明日服务提醒", "Care tomorrow"),
    body=Text(
        "{day} 有 {number} 次服务：{visits}。如需改期请联系服务机构。",
        "{number} visits on {day}: {visits}. Call the operator to change one.",
    ),
)
