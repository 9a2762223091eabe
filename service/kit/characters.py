"""Characters that have no place in what people write."""

import re

# XML 1.0 has no place for these, neither in a feed nor in a workbook; a lone surrogate has none in UTF-8.
_IMPOSSIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
# These turn around or hide what stands beside them on a screen.
_HIDING = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"

IMPOSSIBLE = re.compile(f"[{_IMPOSSIBLE}]")
UNSEEN = re.compile(f"[{_IMPOSSIBLE}{_HIDING}]")
