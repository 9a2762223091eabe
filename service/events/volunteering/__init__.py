"""时间银行: voluntary minutes that are earned, kept, passed on and used, as a ledger of two sides.

Hours (志愿时长): what somebody served on a day, from an attendance or noted by a worker; what of them is **credited**
(计入) is bound by caps. Account (时间账户): of a person, or one of the bank's own: what was *issued*, what was *used*, and
each community's *pool* (公共时间池). Entry (流水): minutes that went from one account to another; entries are only added.
Correction (冲正): credited minutes that are taken back, the whole of them at once; what the account can not give waits as
a **claim** (待扣) on what comes later.
"""
