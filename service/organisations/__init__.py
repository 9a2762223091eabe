"""Who works here: operators, social organisations, departments, property managers.

A **member** is a resident who may act for a social organisation. Staff belong to an organisation by a duty instead.
"""
