"""紧急呼叫: somebody needs help now; who is rung, in which steps, by which roster, until somebody answers.

Alarm (报警): a call for help of one kind. Ladder (响铃梯度): who is rung after how many minutes. Duty desk (值班台): who
answers for a place at a moment. Device (设备): a button or sensor in a home that calls by itself.
"""
