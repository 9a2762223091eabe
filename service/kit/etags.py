"""ETags: the row's version, which a change is compared with, and a digest of the answer, which tells whether it is known.

An answer may hold more than its row (places left, what one has read oneself): that changes without the version, and
nobody's change is refused for it.
"""

import re
from hashlib import blake2b

_WITH_VERSION = re.compile(r'"([0-9]+)(?:\.[0-9a-f]+)?"')


def etag_of(body: bytes, version: int | None = None) -> str:
    """The ETag of an answer, whose row has this version if it has a row."""
    digest = blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}.{digest}"'


def lets_pass(if_match: str, version: int) -> bool:
    """Whether an If-Match lets what has this version be changed."""
    tags = [tag.strip() for tag in if_match.split(",")]
    found = (_WITH_VERSION.fullmatch(tag) for tag in tags)
    return "*" in tags or any(each is not None and each[1] == str(version) for each in found)
