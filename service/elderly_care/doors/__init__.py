"""上门定位: where an elder's door is, and what proves there that a caregiver stood before it.

Door (门): the place of an elder's home. Device (动态码器): shows another code every half minute (RFC 6238). Sheet (签到码表):
a printed page with a code for each half-day. Allowance (容差): what a tall building adds to the radius.
"""
