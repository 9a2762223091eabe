"""补贴券: what an entitlement gives in one natural month, kept as a ledger of what was issued, drawn and given back.

Voucher (券): one for each entitlement and month, in fen or minutes, valid for services of that month alone and never cash.
Entry (流水): one movement of it; entries are only added. Line (结算行): the line of a settlement that draws on a voucher.
"""
