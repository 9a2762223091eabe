"""What a resident may ask of those who keep their data (PIPL Art. 44 to 50).

The *access log* (查阅记录) tells who looked; a *copy* (副本) is all that is held about one person, as a zip that ends by
itself; an *erasure* (注销) leaves an empty shell of the record, so that what others did stays whole.
"""
