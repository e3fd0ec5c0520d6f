"""The newsroom: a small news site of our own, served on loopback.

newsroom.py    what there is and what is true of it; desk, agenda, rhythm, dice, vocabulary
               and editions make the stories, edit is what was done to them since
variant.py, markup.py, listing_markup.py, syndication.py    as pages, feeds and sitemaps
announced.py   what listings, feeds and sitemaps announce
answer.py, wire.py    path → answer → bytes;  conduct.py, fault.py: misbehaviour on demand
house.py, control.py, server.py, serving.py    the running server and its doors
comparison.py  what is true against what was kept
"""

from crawler.demo.addresses import addressed
from crawler.demo.announced import in_feed, in_listing, in_sitemaps
from crawler.demo.comparison import Difference, compare
from crawler.demo.conduct import Conduct, Validators
from crawler.demo.edit import Change
from crawler.demo.fault import Fault, Kind
from crawler.demo.house import House
from crawler.demo.markup import render
from crawler.demo.newsroom import Announcement, Newsroom
from crawler.demo.places import LATEST, Place
from crawler.demo.serving import Origin, serving
from crawler.demo.variant import Variant

__all__ = [
    "LATEST",
    "Announcement",
    "Change",
    "Conduct",
    "Difference",
    "Fault",
    "House",
    "Kind",
    "Newsroom",
    "Origin",
    "Place",
    "Validators",
    "Variant",
    "addressed",
    "compare",
    "in_feed",
    "in_listing",
    "in_sitemaps",
    "render",
    "serving",
]
