"""The cipher: what is sealed stays readable for us, here, and for nobody else."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import assume, given
from hypothesis import strategies as st

from service.kit.cipher import Sm4Cipher, Unreadable

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
PLACES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
CIPHER = Sm4Cipher(["1:first secret"], "index secret")
TURNED = Sm4Cipher(["1:first secret", "2:second secret"], "index secret")


@given(TEXTS, PLACES)
def test_what_was_sealed_is_read_again(plain: str, place: str) -> None:
    assert CIPHER.decrypt(CIPHER.encrypt(plain, bound_to=place), bound_to=place) == plain


@given(TEXTS, PLACES, st.data())
def test_any_changed_bit_is_noticed(plain: str, place: str, choice: st.DataObject) -> None:
    sealed = bytearray(CIPHER.encrypt(plain, bound_to=place))
    at = choice.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8

    with pytest.raises(Unreadable):
        CIPHER.decrypt(bytes(sealed), bound_to=place)


@given(st.binary(max_size=80), PLACES)
def test_what_we_did_not_seal_is_unreadable(sealed: bytes, place: str) -> None:
    with pytest.raises(Unreadable):
        CIPHER.decrypt(sealed, bound_to=place)


@given(TEXTS, PLACES, PLACES)
def test_a_ciphertext_is_worth_nothing_in_another_place(plain: str, place: str, other: str) -> None:
    assume(place != other)
    sealed = CIPHER.encrypt(plain, bound_to=place)

    with pytest.raises(Unreadable):
        CIPHER.decrypt(sealed, bound_to=other)


@given(TEXTS)
def test_the_same_text_is_never_sealed_the_same(plain: str) -> None:
    assert CIPHER.encrypt(plain, bound_to="a") != CIPHER.encrypt(plain, bound_to="a")


@given(TEXTS)
def test_the_newest_key_seals_and_old_ones_still_read(plain: str) -> None:
    old = CIPHER.encrypt(plain, bound_to="a")
    new = TURNED.encrypt(plain, bound_to="a")

    assert TURNED.decrypt(old, bound_to="a") == plain
    assert (TURNED.key_version(old), TURNED.key_version(new)) == (1, 2)
    with pytest.raises(Unreadable):
        CIPHER.decrypt(new, bound_to="a")


@given(TEXTS, TEXTS)
def test_lookups_are_alike_for_like_values_only(one: str, other: str) -> None:
    assert (CIPHER.lookup(one, purpose="phone") == CIPHER.lookup(other, purpose="phone")) == (one == other)


@given(TEXTS)
def test_a_lookup_depends_on_purpose_and_index_key_but_not_on_data_keys(value: str) -> None:
    found = CIPHER.lookup(value, purpose="phone")

    assert len(found) == 32
    assert found == TURNED.lookup(value, purpose="phone")
    assert found != CIPHER.lookup(value, purpose="id_number")
    assert found != Sm4Cipher(["1:first secret"], "another").lookup(value, purpose="phone")


def test_sm3_is_the_standards() -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")

    # GB/T 32905-2016, A.1
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm4_gcm_is_the_standards() -> None:
    # RFC 8998, A.1
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    additional = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex(
        "AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8
    )
    sealer = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(additional)

    sealed = sealer.update(plain) + sealer.finalize()

    assert sealed.hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    )
    assert sealer.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"
