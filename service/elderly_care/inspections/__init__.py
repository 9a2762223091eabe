"""日常检查: street and district look at how an operator runs its facility; what they find is mended by a day.

Inspection (检查): a day, the areas looked at, and what was found. Finding (问题): with a severity and the last day for its
mending (整改期限); the operator says that it is mended, who inspects verifies it (复查), and what is late climbs.
"""
