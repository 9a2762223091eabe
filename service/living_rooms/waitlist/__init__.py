"""The waiting list: freed time offered in order, held for a while, passed on."""
