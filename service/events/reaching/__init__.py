"""Reaching (必达): how a notice that must reach its people gets to each household, step by step, until somebody answers.

Ladder (触达阶梯): the steps of one notice. Household: who of its addressees keep house together; who lives alone is one.
Reached (已触达): an adult of it has confirmed the notice, pressed 1 in a call, or was spoken to by a worker.
"""
