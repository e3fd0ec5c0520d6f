"""Scrapy item pipelines: normalise what was extracted, keep it in the ledger."""
