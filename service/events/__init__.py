"""What is going on in a community: notices and activities.

Notice (公告): what a community, street or the district has to say, to whom it concerns. Addressee (送达对象): who was to
be reached when it was published. Receipt (回执): that somebody has read or confirmed it. Activity (活动): something
people come to; sign-up (报名): that somebody will. Attendance (签到): that they did. Volunteer hours (志愿时长): what is
put into and drawn from the time bank (时间银行).
"""
