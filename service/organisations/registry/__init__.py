"""The registry of social organisations: how each was rated, and what was done to bring it on (培优赋能).

Rating (评估等级): 1A to 5A, by the civil affairs department, for five years unless withdrawn. Programme (培育记录): one
thing that was done for or by an organisation: a training, a time in an incubator, a community it was paired with, a
service that the government bought of it.
"""
