"""What is done with vouchers: issuing, drawing, giving back, expiring, following their elders."""

from service.elderly_care.vouchers.actions.drawing import Draw, draw, give_back
from service.elderly_care.vouchers.actions.expiring import expire_due
from service.elderly_care.vouchers.actions.exporting import export_ledger
from service.elderly_care.vouchers.actions.following import follow_elder
from service.elderly_care.vouchers.actions.issuing import align, align_elder, issue_due
from service.elderly_care.vouchers.actions.reading import read, read_list

__all__ = [
    "Draw",
    "align",
    "align_elder",
    "draw",
    "expire_due",
    "export_ledger",
    "follow_elder",
    "give_back",
    "issue_due",
    "read",
    "read_list",
]
