"""Personal data at rest: an authenticated cipher with key versions, and keyed hashes for looking it up.

SM4-GCM and HMAC-SM3 (GB/T 32907, GB/T 32905, RFC 8998) from `cryptography`; no certification is claimed.
The index key is apart from the data keys, and a ciphertext is bound to the place where it is stored.
"""

import os
from collections.abc import Sequence
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_TAG_BYTES = 16
_VERSION_BYTES = 2


class Unreadable(Exception):
    """A ciphertext was changed, moved to another place, or its key is not here."""


class Cipher(Protocol):
    """Encrypts one value bound to its place (`table.column:row id`) and hashes values for lookup."""

    def encrypt(self, plain: str, *, bound_to: str) -> bytes: ...
    def decrypt(self, sealed: bytes, *, bound_to: str) -> str: ...
    def key_version(self, sealed: bytes) -> int: ...
    def lookup(self, value: str, *, purpose: str) -> bytes: ...


class Sm4Cipher:
    """SM4-GCM with the newest key; older keys still decrypt. Sealed: key version, nonce, ciphertext, tag."""

    def __init__(self, data_keys: Sequence[str], index_key: str) -> None:
        """`data_keys` are `version:secret`, the newest last."""
        secrets = [key.partition(":") for key in data_keys]
        self._keys = {int(version): _derive(secret, "data", 16) for version, _, secret in secrets}
        self._newest = int(secrets[-1][0])
        self._index_key = _derive(index_key, "index", 32)

    def encrypt(self, plain: str, *, bound_to: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        head = self._newest.to_bytes(_VERSION_BYTES, "big")
        sealer = BlockCipher(algorithms.SM4(self._keys[self._newest]), modes.GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(head + bound_to.encode())
        sealed = sealer.update(plain.encode()) + sealer.finalize()
        return head + nonce + sealed + sealer.tag

    def decrypt(self, sealed: bytes, *, bound_to: str) -> str:
        """The plain text; raises Unreadable."""
        key = self._keys.get(self.key_version(sealed))
        body = sealed[_VERSION_BYTES:]
        if key is None or len(body) < _NONCE_BYTES + _TAG_BYTES:
            raise Unreadable
        nonce, text, tag = body[:_NONCE_BYTES], body[_NONCE_BYTES:-_TAG_BYTES], body[-_TAG_BYTES:]
        opener = BlockCipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        opener.authenticate_additional_data(sealed[:_VERSION_BYTES] + bound_to.encode())
        try:
            return (opener.update(text) + opener.finalize()).decode()
        except InvalidTag as error:
            raise Unreadable from error

    def key_version(self, sealed: bytes) -> int:
        return int.from_bytes(sealed[:_VERSION_BYTES], "big")

    def lookup(self, value: str, *, purpose: str) -> bytes:
        """The same 32 bytes for the same value and purpose, and nothing of the value."""
        keyed = hmac.HMAC(self._index_key, hashes.SM3())
        keyed.update(f"{purpose}\0{value}".encode())
        return keyed.finalize()


def _derive(secret: str, use: str, length: int) -> bytes:
    return HKDF(algorithm=hashes.SM3(), length=length, salt=b"linli", info=use.encode()).derive(
        secret.encode()
    )
