"""People and who may act for them.

*resident*: a person on record; *registration*: how one gets there, by oneself or through a worker; *claim*: a
registration whose ID number is already on record, waiting to be joined to that record; *verification*: a worker
has seen that the person is who they say and lives where they say; *proxy*: somebody who may act for an *elder*
in some matters (*scopes*) until a day.
"""
