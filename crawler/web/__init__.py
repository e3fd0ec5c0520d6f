"""The API and the dashboard: what the ledger holds, over HTTP.

settings, app, server    what it is made with; the parts put together; uvicorn around it
patience     how long a connection may take, and how many there are
guarding/    who may ask, how much, from where; what every answer bears
packing      answers of the API: their tags, and gzip
problems     errors in one shape (RFC 9457), or as a page
selecting, finding    a request's filters and cursor; the articles that fit
api/         JSON under /api/; feeds; metrics are the service's; shapes/ what they answer
operations   what people order: jobs, schedules; each with its audit line
pages/       the dashboard: one file a page, with templates/ and static/
"""
