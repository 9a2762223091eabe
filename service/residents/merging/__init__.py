"""Two records of one person become one, and nothing that hung on either is lost.

*duplicate*: two records that may be one person, for a worker to merge or dismiss; *merge*: what hung on the record
that *gives way* hangs on the one that *stays* from then on; *undo*: for some days a mistake can be taken back.
"""
