"""A worker's grid as one walks it: house by house, who lives there, how to reach them, and what is open for them.

*stop*: a building, or a place whose homes lie in no building; *walk*: the stops of a place in the order of their names;
*sheet*: the walk on paper, since a lift has no network.
"""
