"""A developer's machine and `make run`."""

from typing import Any

# The general message of WeChat, which the demonstration only seems to send.
DEFAULTS: dict[str, Any] = {"wechat_templates": ["message:demonstration"]}
