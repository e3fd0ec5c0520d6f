"""What is known and what is due: the database of every address ever found.

decide       what is known, what was seen and now → what to do. Pure
visit        what is handed to and from the ledger: a due page out, a visit back in
crawling     what a crawl asks for: the site for itself, pages that are due, hosts at rest
keeping      what a look led to → rows, in one transaction
articles     what readers take out: articles, their changes, links and places
reports      what was announced, kept and missed; how a site writes
tables       the schema, and the statements made of it; migrations lead to it
connect      an address → an engine on a ledger of this version
copying, facts    one ledger → another; what a ledger says of itself
"""
