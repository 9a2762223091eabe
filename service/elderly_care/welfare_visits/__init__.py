"""探访关爱: elders who should not be alone with it are called on, in a rhythm that follows from their risk.

Grade (风险等级): high, key or general. Policy (探访规则): which tags and levels make which grade, and its rhythm (频次).
Visit (探访): that somebody is to be called on until a moment; one is due for each elder. Contact (走访记录): one try at
the door, by telephone or by video. Change (重大变故): what makes a visit due soon. Wish (意愿): the door or a call.
"""
