"""What goes out by which channel."""
