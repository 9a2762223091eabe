"""补贴待遇: who gets how much of a scheme from when until when; applied for, checked, publicised, decided, compared.

Publication (公示): for some days anybody may read, by a masked name, who is to get what, and object. Finding (比对结果):
what the register or the plans say of days for which something was granted: a death, a move, a stay in hospital.
"""
