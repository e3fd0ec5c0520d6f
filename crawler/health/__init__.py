"""Each crawl beside its site's own history → alarms that open, and close themselves.

sample, measure      what a crawl read, as shares and lengths
tails, rates         whether a share is out of what the crawls before made likely
shares, sizes        the shares that are judged: fields, rules, answers, times; body lengths
rhythm, silence      how many articles a site's week lets expect, and when none came
alarm, judge         history + sample + open alarms → raised, kept, closed
read_crawl, store    from and to the ledger
watch                judges every crawl that ended and was not judged yet
channels, outbox, message, webhook, mail    alarms to the log, a webhook and e-mail
"""
