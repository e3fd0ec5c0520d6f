"""A command whose modules a test changes: the first argument is JSON, MODULE.NAME → value; the rest
are the command's own."""

from __future__ import annotations

import importlib
import json
import sys

from crawler.cli.main import main

for place, value in json.loads(sys.argv.pop(1)).items():
    module, _, name = place.rpartition(".")
    setattr(importlib.import_module(module), name, value)
main()
