"""What the last survey of a site found that no file describes, as the ledger keeps it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from crawler.discovery.site_text import read_site, write_site
from crawler.ledger.tables import surveys
from crawler.site import Site

GOOD_FOR = dt.timedelta(hours=24)
"""As long as sections are left alone; a site that changed is surveyed anew the day after."""


def keep_survey(connection: Connection, asked: Site, found: Site, now: dt.datetime) -> None:
    """Keep what a survey of ``asked``'s home found, in place of what an earlier one did; what a
    later one found stays, since an old archive may be replayed."""
    if read_survey(connection, asked, now) is not None:
        return
    connection.execute(delete(surveys).where(surveys.c.site == asked.name))
    values = {"site": asked.name, "home": asked.home, "at": now, "found": write_site(found)}
    connection.execute(insert(surveys).values(values))


def read_survey(connection: Connection, asked: Site, since: dt.datetime) -> Site | None:
    """What a survey of ``asked``'s home found ``since`` then; None if there is none."""
    query = select(surveys.c.found).where(
        surveys.c.site == asked.name, surveys.c.home == asked.home, surveys.c.at > since
    )
    text = connection.execute(query).scalar_one_or_none()
    return read_site(text) if text is not None else None
