"""结算: what a month of a contract costs, line by line from proved visits, and who pays which part of it.

Line (结算明细): a visit with what proved it, its price and its split. Share (分摊): the lines of one street, which
confirms them. Check (抽查): a line that somebody of the street looks into on the spot. Reversal (冲销): a line that takes
back one of an earlier month. Deduction (扣减): what is not paid of a price, and why.
"""
