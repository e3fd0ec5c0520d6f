"""Builds the egg that scrapyd runs (`scrapyd-deploy`); nothing else needs it."""

from pathlib import Path

from setuptools import find_packages, setup

PACKAGE = Path(__file__).parent / "crawler"
DATA = [
    str(path.relative_to(PACKAGE))
    for path in PACKAGE.rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc")
]

setup(
    name="crawler",
    version="0.1",
    packages=find_packages(include=["crawler", "crawler.*"]),
    package_data={"crawler": DATA},
    entry_points={"scrapy": ["settings = crawler.settings"]},
    zip_safe=True,
)
