"""Activities: what the community or a social organisation invites people to.

Sign-up (报名): that one resident will come, a place of the activity. Wait (候补): that somebody will if a place becomes
free; an offer (候补名额) is a place held for one who waits. Attendance (签到): that somebody was there. Feedback (评价):
what who was there says afterwards.
"""
