"""Content checks (内容安全审核): whether what residents write may be seen by others.

A check (审核) is of one text. The machine (WeChat's msg_sec_check) looks first, while its author is still about; what
it can not decide, or where there is none, waits for a worker of the community.
"""
