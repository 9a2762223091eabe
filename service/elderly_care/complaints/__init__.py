"""投诉: what somebody says was not right with care; a case with a deadline of its own, answered, called back, closed."""
