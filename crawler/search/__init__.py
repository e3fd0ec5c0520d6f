"""Words → the articles that hold them, best first: an index that follows the ledger's changes.

words.py     text → folded words, the same for what is kept and what is asked
query.py     what a user typed → terms; each database's own expression of them
index.py     the ledger's changes → the index
snippet.py   an article and the terms → the stretch of text that shows them
find.py      a query and a selection → hits
"""
