"""The news spider; Scrapy sees one class a site."""
