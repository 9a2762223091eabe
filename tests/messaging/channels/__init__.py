"""The channels' gateways against stand-ins."""
