"""The archive: a folder of WARC 1.1 files with every answer as it came, before anybody read it.

exchange.py    one request and its answer, as bytes;  session.py: the run that asked
folder.py      the files: their names and order, and what a killed run left behind
payloads.py    what each address gave last, so that the same bytes are not stored twice
writer.py      exchanges → records on disk;  archivist.py: the same for callers that await
reader.py      records → exchanges, in the order of time
"""
