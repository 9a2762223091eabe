"""The consent texts, every version that was ever asked; a published one is never changed, a new version is added."""

from datetime import date

from service.kit.texts import Text
from service.residents.consents.rules.consenting import ConsentPurpose, ConsentText

TEXTS = (
    ConsentText(
        purpose=ConsentPurpose.SERVICE_BASICS,
        version=1,
        valid_from=date(2026, 1, 1),
        title=Text("社区服务的基本信息", "What the community's services rest on"),
        body=Text(
            "社区保存您的姓名、电话、身份证号、住址和住户情况，用于登记、联系、预约和应急，由您所在社区、镇街和区的工作人员"
            "按职责查看。电话和身份证号加密保存，谁看过您的信息您可以随时查到。",
            "The community keeps your name, telephone, ID number, address and household to register you, reach you, book"
            " for you and help in an emergency. Staff of your community, street and district see them as their duties"
            " need. Telephone and ID number are encrypted, and you can see at any time who has read your data.",
        ),
        refusal=Text(
            "处理这些信息是履行法定职责所必需，不以同意为前提；您有权查阅、更正，并可申请删除。",
            "The law's duties need this, so it does not rest on consent. You may read it, have it put right, and ask for"
            " its erasure.",
        ),
        legal_basis=Text(
            "《个人信息保护法》第十三条第一款第（三）项、第三十四条：履行法定职责所必需",
            "PIPL Art. 13(1)(3) and Art. 34: needed for statutory duties",
        ),
    ),
    ConsentText(
        purpose=ConsentPurpose.HEALTH_DATA,
        version=1,
        valid_from=date(2026, 1, 1),
        title=Text("处理健康信息", "Health data"),
        body=Text(
            "为评估您需要哪些照护（GB/T 42195），我们记录您的自理能力、疾病、用药和跌倒等情况。这些是敏感个人信息，"
            "只有评估人员、您社区的工作人员和区民政部门因照护需要查看，每次查看都有记录。",
            "To assess which care you need (GB/T 42195) we record how you manage by yourself, illnesses, medicines and"
            " falls. This is sensitive personal information: only assessors, your community's workers and the district's"
            " civil affairs bureau read it, for your care, and each reading is recorded.",
        ),
        refusal=Text(
            "不同意则无法做能力评估，也不能申请以评估为条件的补贴和上门服务；其他服务不受影响。",
            "Without it there is no assessment, nor subsidies and home care that need one; nothing else changes.",
        ),
        legal_basis=Text("《个人信息保护法》第二十九条：单独同意", "PIPL Art. 29: separate consent"),
        is_separate=True,
    ),
    ConsentText(
        purpose=ConsentPurpose.SHARE_WITH_OPERATOR,
        version=1,
        valid_from=date(2026, 1, 1),
        title=Text("向{organisation}提供上门所需信息", "What {organisation} gets to visit you"),
        body=Text(
            "为安排上门服务，我们把您的姓名、门牌地址、联系电话和照护计划提供给{organisation}。它只能为您的服务使用，"
            "不得另作他用；看不到您的身份证号，也看不到您的其他信息。",
            "To arrange visits we pass your name, door address, a telephone number and your care plan to {organisation}."
            " It may use them for your service only, and sees neither your ID number nor anything else about you.",
        ),
        refusal=Text(
            "不同意则该机构不能为您上门，您可以选择其他机构；其他服务不受影响。",
            "Without it this operator can not visit you; you may choose another, and nothing else changes.",
        ),
        legal_basis=Text(
            "《个人信息保护法》第二十三条：向其他处理者提供，单独同意",
            "PIPL Art. 23: passing data to another handler, separate consent",
        ),
        is_separate=True,
    ),
    ConsentText(
        purpose=ConsentPurpose.NOTICES_BY_SMS,
        version=1,
        valid_from=date(2026, 1, 1),
        title=Text("用短信通知您", "Telling you by SMS"),
        body=Text(
            "我们把社区通知用短信发到您登记的手机；短信由通信服务商代发，只传递号码和短信内容。",
            "We send the community's notices to your mobile. A messaging provider sends them for us and gets the number"
            " and the message only.",
        ),
        refusal=Text(
            "不同意则只在小程序消息中通知您；紧急通知仍会发送。",
            "Without it you are told in the mini-program's inbox only; emergencies are still sent.",
        ),
        legal_basis=Text("《个人信息保护法》第十三条第一款第（一）项：同意", "PIPL Art. 13(1)(1): consent"),
    ),
    ConsentText(
        purpose=ConsentPurpose.PHOTOS,
        version=1,
        valid_from=date(2026, 1, 1),
        title=Text("活动照片", "Photos of activities"),
        body=Text(
            "社区活动中拍到您的照片可以在公告和活动页面展示，不作商业用途。",
            "Photos of activities on which you can be seen may be shown with notices and activities, never for"
            " advertising.",
        ),
        refusal=Text(
            "不同意则不展示能认出您的照片；已展示的会撤下。",
            "Without it no photo that shows you is published; what is published is taken down.",
        ),
        legal_basis=Text("《个人信息保护法》第十三条第一款第（一）项：同意", "PIPL Art. 13(1)(1): consent"),
    ),
)
