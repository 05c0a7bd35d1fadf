"""The Web API methods that the sandbox plays, each a function registered by its name."""

import importlib
import pkgutil

from bot.sandbox.methods.register import PLAYED

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["PLAYED"]
