"""Draft → Article: text, dates, tags, reading time. Pure.

normalize       Draft, Page, Site → Article, or Rejected
candidates      the first candidate of each field that holds, and its rule
text            raw strings → clean lines and paragraphs
dates           raw times → moments; wall_time, date_spellings, eras and
                calendar_words read the shapes
published       the time that counts, and who agrees; zones: of hours without any
authors         bylines → names; byline_words holds the tables
tags, reading_time, language, addresses    one field each
side_blocks     Links → related stories and headlines
fingerprint     Article → content hash
"""
