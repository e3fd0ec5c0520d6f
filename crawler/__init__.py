"""A news crawler whose users can trust what it kept and know what it missed.

The way of an article, one step a line:

    crawler.site, crawler.sites      what is said of a news site
    crawler.discovery                Page → Links: listings, feeds, sitemaps, related blocks
    crawler.fetch                    Link → Page: what may be asked, and what a whole answer is
    crawler.extraction               Page → Draft: raw strings and who answered
    crawler.normalization            Draft → Article: the schema
    crawler.archive                  every answer as it came, in WARC files
    crawler.ledger                   what is known and what is due
    crawler.exporters                Article → feed line: one item exporter a format
    crawler.feeds                    which articles, into which file, whole or not at all

Around it:

    crawler.article, link, page, draft, errors    the values that are handed on
    crawler.document                 bytes → text → tree, within limits
    crawler.rules, site_check        what a site file may say, and whether it holds
    crawler.toml_file                a file that a user writes → its values
    crawler.search                   words → the articles that hold them, from an index
    crawler.registry                 the sites there are
    crawler.health                   each crawl beside its site's own history: alarms
    crawler.refusal                  what Scrapy would show as a traceback → one line
    crawler.monitoring               metrics, probes, logs for machines
    crawler.spiders, pipelines, middlewares, settings    what Scrapy calls
    crawler.jobs                     work in processes of its own, as rows of the ledger
    crawler.schedule                 when work is to be done: cron text, jitter, quiet hours
    crawler.access                   tokens, sessions, and what was done with them
    crawler.web                      the API and the dashboard
    crawler.service                  one process that follows schedules and does jobs
    crawler.cases                    recorded pages, what is expected of them, drafts of sites
    crawler.cli                      python -m crawler …: one file a command
    crawler.demo                     the newsroom: a news site of our own on loopback
"""

VERSION = "0.1"
