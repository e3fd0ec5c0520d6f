"""The sites there are: every Site declared in a module of ``crawler.sites``, by name."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType

import crawler.sites
from crawler.errors import SiteError, UnknownSite
from crawler.site import Site


@cache
def sites() -> dict[str, Site]:
    """All sites by name, in name order. Raises SiteError if a file is wrong or a name is double."""
    found: dict[str, Site] = {}
    for module_info in pkgutil.iter_modules(crawler.sites.__path__):
        module = _load(module_info.name)
        for value in vars(module).values():
            if not (isinstance(value, type) and issubclass(value, Site)):
                continue
            if value.__module__ != module.__name__:
                continue
            if value.name in found:
                raise SiteError(f"{module.__file__}: the name {value.name!r} is taken")
            found[value.name] = value()
    return dict(sorted(found.items()))


def _load(name: str) -> ModuleType:
    """The module of a site file. Any mistake in it is a SiteError, the cause chained."""
    try:
        return importlib.import_module(f"crawler.sites.{name}")
    except SiteError:
        raise
    except Exception as error:
        file = Path(crawler.sites.__path__[0]) / f"{name}.py"
        raise SiteError(f"{file}: {type(error).__name__}: {error}") from error


def site(name: str) -> Site:
    """The site of that name. Raises UnknownSite, naming the nearest."""
    known = sites()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "see: python -m crawler sites"
    raise UnknownSite(f"no site is named {name!r}; {hint}")
