"""The spiders by name, for Scrapy's commands; a name that no site bears is told in one line."""

from __future__ import annotations

from typing import Self

from scrapy import Spider
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler import registry
from crawler.errors import UnknownSite
from crawler.refusal import refusing


class SpiderNotFound(ScrapyUsageError, KeyError):
    """Raised for a name that no site bears: Scrapy's commands tell it in one line and exit with 2;
    those that only ask whether a spider is there expect a KeyError."""

    def __str__(self) -> str:
        """The message itself, of which KeyError would show the repr."""
        return str(self.args[0])


class SiteSpiderLoader(SpiderLoader):
    """For Scrapy's setting SPIDER_LOADER_CLASS."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """All spiders; a site file that cannot work is told in one line."""
        with refusing(settings):
            return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that name. Raises SpiderNotFound, which names the nearest."""
        try:
            return super().load(registry.site(spider_name).name)
        except UnknownSite as error:
            raise SpiderNotFound(str(error)) from None
