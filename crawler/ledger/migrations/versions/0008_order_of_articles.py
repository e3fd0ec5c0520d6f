"""Indexes in the orders in which articles are read out, so that no database sorts them."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One for all sites by publication, one for a site, one by the first look."""
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("ix_articles_site_date")
        for columns in (
            ["site", "date", "published", "page"],
            ["date", "published", "page"],
            ["first_seen", "page"],
        ):
            batch_op.create_index(batch_op.f("ix_articles_" + "_".join(columns)), columns)
