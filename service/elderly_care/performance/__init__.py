"""考核: how an operator keeps its contract, month by month and year by year, by facts that stand in the database.

Fact (事实): so many of so many, such as visits begun in time; with the lines (明细) that it is counted from. Score (得分):
0 to 100, by the contract's targets and weights; grade (等次): excellent, passed or failed, by the policy (考核规则). A month
is provisional until it is closed (关账); then it never changes. What is delivered later is a difference (差异) beside it.
Appeal (申诉): against the lines of one fact, once; where it is upheld a corrected version (更正) stands beside the first.
"""
