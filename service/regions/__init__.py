"""Places: the dated tree from city to building.

A **region** is a place of one **level**; its **code** is its id for life. A **placement** says under which parent and
name it stands from a day on; its **standing** is how it stood on a day, its **path** the codes from the top to itself.
The **official** levels come from a file of the national division codes, the **local** ones from a community's workers.
"""
