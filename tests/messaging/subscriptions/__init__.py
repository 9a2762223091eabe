"""Which messages of WeChat people asked for."""
