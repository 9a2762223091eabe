"""How a domain joins: named once in DOMAINS, its parts are found by their file names."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import click
from flask import Flask

from service.kit.api import Api, Blueprint
from service.kit.house import house_of

_SILENT_PARTS = ("errors", "models", "messages", "texts", "reactions", "jobs", "personal")


def domain_modules(domains: Sequence[str], part: str) -> Iterator[ModuleType]:
    """The `part` of every domain and of every room in it, in the order of dependence."""
    for domain in domains:
        package = import_module(f"service.{domain}")
        names = sorted(found.name for found in walk_packages(package.__path__, f"service.{domain}."))
        for name in names:
            if name.rpartition(".")[2] == part:
                yield import_module(name)


def load_parts(domains: Sequence[str]) -> None:
    """Import what registers itself: tables, messages, reactions, jobs, what is held about people."""
    import_module("service.kit.housekeeping")
    import_module("service.kit.files.models")
    import_module("service.kit.background")
    import_module("service.kit.shared_tokens")
    for part in _SILENT_PARTS:
        list(domain_modules(domains, part))


def register_routes(api: Api, domains: Sequence[str]) -> None:
    """Add every blueprint to the API."""
    kit = [import_module("service.kit.files.routes"), import_module("service.kit.audit_routes")]
    for module in [*kit, *domain_modules(domains, "routes")]:
        for value in vars(module).values():
            if isinstance(value, Blueprint):
                api.register_blueprint(value)


def register_commands(app: Flask, domains: Sequence[str]) -> None:
    """Add every domain's command group to `flask`."""
    kit = [import_module("service.kit.commands"), import_module("service.kit.files.commands")]
    for module in [*kit, *domain_modules(domains, "commands")]:
        for value in vars(module).values():
            if isinstance(value, click.Group):
                app.cli.add_command(value)


def hand_in(app: Flask, domains: Sequence[str]) -> None:
    """Let kit and every domain put what stands behind their interfaces to the outside world into the house."""
    for module in [import_module("service.kit.files.gateways"), *domain_modules(domains, "gateways")]:
        module.hand_in(house_of(app))
