"""What machines ask of the program: metrics, probes, logs that can be searched.

totals       crawls that ended → running totals, each crawl read once
figures      the ledger → how much it holds and how it stands, cheaply
metrics      both → the text that Prometheus reads
probes       is it alive, is it ready
json_log     log records → one JSON object a line, without secrets
memory       what this process held, and Scrapy's limit on it
secrets      text → text without passwords and tokens
"""
