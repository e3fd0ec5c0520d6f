"""When work is to be done: a cron text or an interval, jitter, quiet hours, a time zone.

recurrence    "every 10 minutes", or cron text → moments. Pure
quiet         the hours of a day in which nothing begins. Pure
schedule      what a file or a form says → Schedule. Pure
plan          schedule + what ran last + now → what is due, and when something is next. Pure
file          crawler.toml → its schedules; the last good ones while it is broken
memory        what the ledger remembers of schedules; those added to it; pause and resume
due           what is due → jobs
"""
