"""Bringing lists into the register, step by step, and taking them out."""

from service.residents.imports.actions.asking import ask, cancel, forget_contents, start
from service.residents.imports.actions.steps import step

__all__ = ["ask", "cancel", "forget_contents", "start", "step"]
