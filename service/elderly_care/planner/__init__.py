"""排班方案: an operator's day or week as a solver would plan it; a proposal that dispatchers apply, or not.

Task: a visit that lacks somebody. Stint: a free stretch of a caregiver's time, between two things that stand. A strange
caregiver is one whom an elder neither wishes for nor knows.
"""
