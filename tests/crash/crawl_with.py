"""A crawl whose settings a test changes: the first argument is JSON, the rest are the command's."""

from __future__ import annotations

import json
import sys

from crawler import settings
from crawler.cli.main import main

for name, value in json.loads(sys.argv.pop(1)).items():
    setattr(settings, name, value)
main()
