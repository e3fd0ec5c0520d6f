"""Builds the egg that scrapyd runs (`scrapyd-deploy`), and lets pip install the package with its
libraries; the project itself is run from its folder.
"""

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
PACKAGE = ROOT / "crawler"
VERSION = re.search(r'^VERSION = "(.+)"$', (PACKAGE / "__init__.py").read_text("utf-8"), re.M)[1]
DATA = [
    str(path.relative_to(PACKAGE))
    for path in PACKAGE.rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc")
]


def requirements(name: str) -> list[str]:
    """The lines of a file of requirements, without the reasons."""
    lines = (
        line.partition("#")[0].strip() for line in (ROOT / name).read_text("utf-8").split("\n")
    )
    return [line for line in lines if line]


setup(
    name="crawler",
    version=VERSION,
    python_requires=">=3.11",
    packages=find_packages(include=["crawler", "crawler.*"]),
    package_data={"crawler": DATA},
    install_requires=requirements("requirements.txt"),
    extras_require={"extras": requirements("requirements-extras.txt")},
    entry_points={"scrapy": ["settings = crawler.settings"]},
    zip_safe=True,
)
