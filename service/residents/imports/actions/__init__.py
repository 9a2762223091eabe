"""Bringing lists into the register, step by step, and taking them out."""

from service.residents.imports.actions.asking import ask, cancel, forget_contents, forget_person, start
from service.residents.imports.actions.exporting import ask as ask_for_export
from service.residents.imports.actions.steps import step

__all__ = ["ask", "ask_for_export", "cancel", "forget_contents", "forget_person", "start", "step"]
