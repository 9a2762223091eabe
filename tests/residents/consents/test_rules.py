"""Which text is asked, which consents still hold, and that a published text never changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.acting import ActingAs
from service.kit.texts import Text
from service.residents.consents.rules import (
    NAMES_ORGANISATION,
    TEXTS,
    ConsentPurpose,
    ConsentText,
    ConsentWay,
    current_texts,
    is_possible_way,
    oldest_that_holds,
)

DAY = date(2026, 1, 1)
# What was published and agreed to stays word for word; a change is a new version with a line of its own here.
PUBLISHED = {
    ("service_basics", 1): "bd586407a11207e1567279bd58615f902d91724c57281f93c0f01e9d8091943b",
    ("health_data", 1): "d7a2c3d95951069200150774cf2938fe26604913ebab6fc163a443989bdc1df2",
    ("share_with_operator", 1): "486c27708cb9ba6439cba3f3ecce05bc2d390a4f475a802f03f90d45a4be86e2",
    ("notices_by_sms", 1): "6a80059d73eaca81ac160673b2f1cff27f861c0186aa4c4c5d35e025f8ba6c69",
    ("photos", 1): "e535ffb3485dd669f7e1f3b8d49f8483b910e3cc49f512ca0df85812b30d9a21",
}


def text(version: int, after_days: int, *, renews: bool = False) -> ConsentText:
    words = Text("照片", "photos")
    return ConsentText(
        purpose=ConsentPurpose.PHOTOS,
        version=version,
        valid_from=DAY + timedelta(days=after_days),
        title=words,
        body=words,
        refusal=words,
        legal_basis=words,
        renews=renews,
    )


def test_a_published_text_never_changes() -> None:
    assert {(each.purpose.value, each.version): each.text_hash for each in TEXTS} == PUBLISHED


def test_every_purpose_has_a_text_that_says_what_follows_from_refusing_in_both_languages() -> None:
    assert {each.purpose for each in TEXTS} == set(ConsentPurpose)
    for each in TEXTS:
        for words in each.words.values():
            assert words.zh.strip()
            assert words.en.strip()
        names_it = ["{organisation}" in language for language in each.body]
        assert names_it == [each.purpose in NAMES_ORGANISATION] * 2


def test_what_is_sensitive_or_passed_on_is_asked_for_separately() -> None:
    separate = {each.purpose for each in TEXTS if each.is_separate}

    assert separate == {ConsentPurpose.HEALTH_DATA, ConsentPurpose.SHARE_WITH_OPERATOR}


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=6), st.integers(0, 500))
def test_the_newest_published_version_is_asked_and_always_holds(
    versions: list[tuple[int, bool]], day: int
) -> None:
    starts = sorted(after for after, _ in versions)
    texts = [
        text(number, after, renews=renews)
        for number, (after, (_, renews)) in enumerate(zip(starts, versions, strict=True), start=1)
    ]
    today = DAY + timedelta(days=day)

    asked = current_texts(texts, today)
    oldest = oldest_that_holds(texts, ConsentPurpose.PHOTOS, today)

    published = [each for each in texts if each.valid_from <= today]
    assert asked == published[-1:]
    assert oldest == max((each.version for each in published if each.renews), default=1)
    assert all(oldest <= each.version for each in asked)


@pytest.mark.parametrize("way", ConsentWay)
@pytest.mark.parametrize("acting_as", [None, *ActingAs])
def test_only_workers_record_what_was_not_done_online(way: ConsentWay, acting_as: ActingAs | None) -> None:
    is_online = way is ConsentWay.APP

    assert is_possible_way(way, acting_as) == (is_online != (acting_as is ActingAs.STAFF))


def test_a_hash_tells_texts_apart() -> None:
    assert text(1, 0).text_hash == text(2, 9).text_hash
    assert len({each.text_hash for each in TEXTS}) == len(TEXTS)
