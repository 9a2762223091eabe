"""What goes out of the house: one sending (发送) for each message and channel, tried until it has ended."""
