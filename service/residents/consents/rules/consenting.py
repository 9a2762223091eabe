"""Rules on consents: what a consent text is, which version is asked, and which earlier ones still hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives import hashes

from service.kit.acting import ActingAs
from service.kit.texts import Text, Worded


class ConsentPurpose(Worded):
    """For what somebody's data are used."""

    SERVICE_BASICS = "service_basics", "社区基本服务", "the community's basic services"
    HEALTH_DATA = "health_data", "处理健康信息", "health data"
    SHARE_WITH_OPERATOR = "share_with_operator", "向运营机构提供信息", "passing data to an operator"
    NOTICES_BY_SMS = "notices_by_sms", "短信通知", "notices by SMS"
    PHOTOS = "photos", "活动照片", "photos of activities"


class ConsentWay(Worded):
    """How somebody agreed."""

    APP = "app", "线上", "online"
    PAPER = "paper", "书面", "on paper"
    SMS_CODE = "sms_code", "短信验证码", "by SMS code"


# What rests on the law's duties is told, but not asked.
NOT_ASKED = frozenset({ConsentPurpose.SERVICE_BASICS})
# Who the data go to is part of what one agrees to (PIPL Art. 23).
NAMES_ORGANISATION = frozenset({ConsentPurpose.SHARE_WITH_OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """One version of what somebody is asked; where `renews`, consents to earlier versions no longer hold."""

    purpose: ConsentPurpose
    version: int
    valid_from: date
    title: Text
    body: Text
    refusal: Text
    legal_basis: Text
    is_separate: bool = False
    renews: bool = False

    @property
    def needs_consent(self) -> bool:
        return self.purpose not in NOT_ASKED

    @property
    def words(self) -> dict[str, Text]:
        """All that is read before deciding; `{organisation}` marks where an operator's name goes."""
        return {
            "title": self.title,
            "body": self.body,
            "refusal": self.refusal,
            "legal_basis": self.legal_basis,
        }

    @property
    def text_hash(self) -> str:
        """SM3 of its words in both languages, by which a kept consent shows what was read."""
        digest = hashes.Hash(hashes.SM3())
        for text in self.words.values():
            digest.update("\0".join((*text, "")).encode())
        return digest.finalize().hex()


def current_texts(texts: Iterable[ConsentText], today: date) -> list[ConsentText]:
    """The version of each purpose that is asked on this day, in the order of the purposes."""
    asked = {
        text.purpose: text
        for text in sorted(texts, key=lambda text: text.version)
        if text.valid_from <= today
    }
    return [asked[purpose] for purpose in ConsentPurpose if purpose in asked]


def oldest_that_holds(texts: Iterable[ConsentText], purpose: ConsentPurpose, today: date) -> int:
    """The lowest version to which a consent for this purpose still holds on this day."""
    asked = [text for text in texts if text.purpose is purpose and text.valid_from <= today]
    return max((text.version for text in asked if text.renews), default=1)


def is_possible_way(way: ConsentWay, acting_as: ActingAs | None) -> bool:
    """Residents and proxies agree online; a worker records what was signed, or confirmed by a code, before them."""
    return (way is ConsentWay.APP) == (acting_as is not ActingAs.STAFF)
