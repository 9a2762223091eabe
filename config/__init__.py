"""Settings: typed, one file per environment, every value also from a `LINLI_*` variable, checked at start."""

from config.checks import UnsafeSettings
from config.settings import Settings, load

__all__ = ["Settings", "UnsafeSettings", "load"]
