"""Who works here: operators, social organisations, departments, property managers.

A **member** is a resident who may act for a social organisation: use rooms, publish, or both, by their **rights**. Staff
belong to an organisation by a duty instead. **Standing** (状态) says whether anybody may act for it at all; its rating and
what was done to bring it on are the registry's.
"""
