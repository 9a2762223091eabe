"""Settings of elderly care: its deadlines, what proves a visit, how alarms ring."""

from dataclasses import dataclass

from config.declaring import SPAN, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSettings:
    """What is policy in elderly care."""

    care_appeal_days: int = setting(
        30, "How long after its signature one may appeal against an assessment.", **SPAN
    )
    care_appeal_working_days: int = setting(
        10, "Working days in which an appeal against an assessment is decided.", **SPAN
    )
    care_accept_working_days: int = setting(
        3, "Working days in which a request for care is accepted or rejected.", **SPAN
    )
    care_assess_working_days: int = setting(
        10, "Working days in which somebody is assessed whose request was accepted.", **SPAN
    )
    care_assess_street_working_days: int = setting(
        5,
        "Working days that an assessment which was to follow is overdue before the street is told, after the community.",
        **SPAN,
    )
    care_assign_working_days: int = setting(
        3, "Working days in which an assessed request goes to an operator.", **SPAN
    )
    care_plan_working_days: int = setting(5, "Working days in which an operator has a plan agreed.", **SPAN)
    care_radius_m: int = setting(
        100, "How far from the door, in metres, a caregiver's mark still counts as there.", at_least=1
    )
    care_accuracy_cap_m: int = setting(
        200, "A mark less accurate than this, in metres, says nothing of where it was made.", at_least=1
    )
    care_code_tolerance_steps: int = setting(
        1,
        "By how many steps of 30 seconds the clocks of a door's device and of a telephone may differ.",
        at_least=0,
        at_most=20,
    )
    care_sheet_months_ahead: int = setting(
        1, "How many months ahead the sheet of codes for a door may be printed.", at_least=0, at_most=12
    )
    care_door_secret_days: int = setting(
        184,
        "How long a door's former device and sheet still prove visits of their time that are sent late.",
        **SPAN,
    )
    care_travel_detour: float = setting(
        1.3, "How many times as long as the straight line the way is.", at_least=1, at_most=10
    )
    care_travel_metres_per_minute: int = setting(
        250, "How fast caregivers travel (an electric bicycle).", at_least=1
    )
    care_travel_fixed_minutes: int = setting(
        3, "Minutes that each way takes besides: to park, and up the stairs.", at_least=0, at_most=120
    )
    care_travel_same_place_m: int = setting(
        30, "Places no further apart than this, in metres, are one, and need no way.", at_least=0
    )
    care_travel_unknown_minutes: int = setting(
        15, "Minutes of a way of which one end is not on record.", at_least=0, at_most=120
    )
    care_travel_most_minutes: int = setting(
        120, "The longest way, in minutes, that is reckoned with.", at_least=1, at_most=1440
    )
    care_alarm_repeat_minutes: int = setting(
        5, "How long after the last step of an alarm that nobody answers it rings again.", **SPAN
    )
    care_alarm_forgotten_minutes: int = setting(
        60, "After this an alarm that was acknowledged and not closed rings again.", **SPAN
    )
    care_alarm_late_minutes: int = setting(
        30,
        "An alarm told by a device this long after it happened rings only the community's workers.",
        **SPAN,
    )
    care_alarm_false_days: int = setting(
        30, "Over how many days an elder's false alarms are counted for who answers.", **SPAN
    )
    care_alarm_days: int = setting(
        1098, "How long a closed alarm is kept (Civil Code Art. 188: claims for three years).", **SPAN
    )
    care_device_silent_hours: int = setting(
        26, "A device not heard of for this long is told to the community's workers.", **SPAN
    )
    care_signal_days: int = setting(
        184, "How long it is kept what a device told, and that it was told.", **SPAN
    )
    care_clock_ahead_minutes: int = setting(
        5, "By how many minutes a caregiver's device may be ahead before its time is not believed.", **SPAN
    )
    care_sent_late_minutes: int = setting(
        15, "After how many minutes a caregiver's mark counts as sent afterwards.", **SPAN
    )
    care_late_minutes: int = setting(
        15,
        "Minutes after its planned start when a visit nobody checked in to is told to the dispatcher.",
        **SPAN,
    )
    care_miss_grace_minutes: int = setting(
        15, "Minutes after its window when a visit nobody checked in to is missed.", **SPAN
    )
    care_unfinished_minutes: int = setting(
        120, "Minutes after its window when a visit nobody checked out of is told to the dispatcher.", **SPAN
    )
    care_miss_answer_minutes: int = setting(
        120, "Minutes in which a missed visit is explained before the community's worker is told.", **SPAN
    )
    care_miss_working_days: int = setting(
        1, "Working days after which a missed visit still unexplained is told to the street.", **SPAN
    )
    care_confirm_days: int = setting(
        3, "Days without a word after which a proved visit counts as confirmed.", **SPAN
    )
    care_amend_days: int = setting(30, "Days in which an operator amends a visit without approval.", **SPAN)
    care_short_per_mille: int = setting(
        500,
        "A visit shorter than this many thousandths of what was agreed is an anomaly.",
        at_least=1,
        at_most=1000,
    )
    care_same_visits: int = setting(
        5,
        "So many visits of one caregiver in a row with the same minutes are an anomaly.",
        at_least=2,
        at_most=100,
    )
    care_fastest_kmh: int = setting(
        60, "Who would have travelled faster between two visits, in km/h, is an anomaly.", at_least=1
    )
    care_shortest_way_m: int = setting(
        500, "Ways shorter than this, in metres, say nothing of how fast somebody travelled.", at_least=1
    )
    care_mark_place_days: int = setting(
        184,
        "How long it is kept where caregivers checked in (PIPL Art. 28: whereabouts); the verdicts stay.",
        **SPAN,
    )
    care_report_days: int = setting(
        1098,
        "How long vitals, notes and tasks of visits are kept (PIPL Art. 19; Civil Code Art. 188: three years).",
        **SPAN,
    )
    care_horizon_days: int = setting(
        28, "How many days ahead visits are made from plans.", at_least=1, at_most=366
    )
    care_caregiver_sees_days: int = setting(
        7, "How many days, today included, a caregiver sees of what is theirs.", at_least=1, at_most=31
    )
    care_door_from_hour: int = setting(
        18,
        "From which hour of the evening before a caregiver sees how to get in at an elder's.",
        at_least=0,
        at_most=23,
    )
    care_evening_hour: int = setting(
        18,
        "From which hour of the evening caregivers, elders and proxies are told of the next day's visits.",
        at_least=12,
        at_most=22,
    )
    care_offer_days: int = setting(14, "How long an elder may take to agree to a plan on offer.", **SPAN)
    care_handover_days: int = setting(
        30,
        "How long before a contract's end its plans go over to the next one, or back to the queue.",
        **SPAN,
    )
    care_complaint_urgent_days: int = setting(
        0, "Days in which an operator answers an urgent complaint; 0: the same day.", at_least=0, at_most=30
    )
    care_complaint_working_days: int = setting(
        3, "Working days in which an operator answers an ordinary complaint.", **SPAN
    )
    care_complaint_complex_working_days: int = setting(
        13, "Working days in which an operator answers a complex complaint, of money or of property.", **SPAN
    )
    care_complaint_close_working_days: int = setting(
        1,
        "Working days in which the community calls back about an answered complaint and closes it.",
        **SPAN,
    )
    care_complaint_district_working_days: int = setting(
        5, "Working days that a complaint is overdue before the district is told, after the street.", **SPAN
    )
    care_complaint_reopen_days: int = setting(
        15, "How long after its end a complaint can be reopened, once.", **SPAN
    )
    care_entitlement_check_working_days: int = setting(
        10, "Working days in which the street checks an application for a subsidy.", **SPAN
    )
    care_entitlement_publish_working_days: int = setting(
        3, "Working days in which what the street found to be met is publicised.", **SPAN
    )
    care_publication_days: int = setting(
        7, "For how many days it is public who is to get a subsidy, before it can be granted.", **SPAN
    )
    care_entitlement_decide_working_days: int = setting(
        5, "Working days in which the district decides once a publication is over.", **SPAN
    )
    care_entitlement_remind_working_days: int = setting(
        1, "Working days before the last one on which who owes a step is reminded.", **SPAN
    )
    care_entitlement_district_working_days: int = setting(
        5, "Working days that the street's step is overdue before the district is told.", **SPAN
    )
    care_entitlement_compare_day: int = setting(
        3,
        "From which day of a month what was granted is compared for the month before.",
        at_least=1,
        at_most=28,
    )
    care_voucher_settle_days: int = setting(
        62,
        "Days after a month in which services of that month may still be settled on its vouchers; what is left then expires.",
        at_least=1,
        at_most=366,
    )
    care_objection_days: int = setting(
        1095, "How long it is kept who objected to a publication, and in which words.", at_least=30
    )
    care_welfare_community_days: int = setting(
        1, "Days that a welfare visit is overdue before the community is told, after the grid worker.", **SPAN
    )
    care_welfare_street_days: int = setting(
        3, "Days that a welfare visit is overdue before the street is told, after the community.", **SPAN
    )
    care_welfare_tries: int = setting(
        3, "After how many tries at which nobody was met the community is told.", at_least=1, at_most=100
    )
    care_welfare_raised_days: int = setting(
        366, "For how long a worker may raise how often somebody is called on.", **SPAN
    )
    care_welfare_lowered_days: int = setting(
        92, "For how long a community may have somebody called on less than the policy asks.", **SPAN
    )
    care_welfare_days: int = setting(
        1098, "How long welfare visits and what was found are kept (PIPL Art. 19).", **SPAN
    )
    care_finding_street_working_days: int = setting(
        1,
        "Working days that the mending of a finding is overdue before the street is told, after the operator.",
        **SPAN,
    )
    care_finding_district_working_days: int = setting(
        3,
        "Working days that the mending of a finding is overdue before the district is told, after the street.",
        **SPAN,
    )
    care_performance_close_days: int = setting(
        10,
        "Days after a month's end on which an operator's performance in it is closed.",
        at_least=1,
        at_most=28,
    )
    care_performance_reply_days: int = setting(
        10, "How long after a month was closed its operator may reply.", **SPAN
    )
    care_performance_at_once: int = setting(
        100_000,
        "How many visits one statement reads when an operator's performance is counted; a day is never cut.",
        at_least=1,
        at_most=10_000_000,
    )
    care_planner_iterations: int = setting(
        8000,
        "After how many iterations the search for the routes of one day ends, for each group of caregivers.",
        at_least=1,
        at_most=1_000_000,
    )
    care_planner_seconds: int = setting(
        120,
        "After how many seconds it ends in any case: only for safety, since then the same seed may plan otherwise.",
        at_least=1,
        at_most=3600,
    )
    care_schedule_days: int = setting(92, "How long a proposal of the planner is kept.", **SPAN)
    care_settlement_at_once: int = setting(
        5000,
        "Up to how many visits a settlement is counted while its manager waits.",
        at_least=0,
        at_most=50_000,
    )
    care_settlement_late_months: int = setting(
        12,
        "For how many months back late proofs and corrections still come into a settlement.",
        at_least=1,
        at_most=60,
    )
    care_settlement_sample_per_mille: int = setting(
        10,
        "Of how many lines in a thousand of each street a check on the spot is drawn; one at the least.",
        at_least=10,
        at_most=1000,
    )
