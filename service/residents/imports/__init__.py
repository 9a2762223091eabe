"""Spreadsheets in and out: the lists that communities keep, and what one may see of the register as a list.

*import*: one uploaded list on its way into the register; *column*: what a list's column holds (name, telephone, …);
*mapping*: which column is where; *outcome*: what became of a row; *reason*: why a row is bad or what it contradicts;
*piece*: some hundred rows, sealed; *export*: a list of residents made for one person, open for some days.
"""
