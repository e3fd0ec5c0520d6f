"""Recorded pages of a site with the article each should give.

case.py           a case and its two files: the page, and what is expected of it
observing.py      Page → what is read from it, in the form of what is expected
comparison.py     expected and observed → their differences
address_shape.py  an article's address → the pattern of its kind
site_draft.py     Page → the first draft of a site's file
"""
