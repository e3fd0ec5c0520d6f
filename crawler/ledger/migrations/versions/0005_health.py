"""What each crawl read in numbers, the alarms of sites, and which of them were told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "health_samples",
        sa.Column("crawl", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["crawl"], ["crawls.id"], name=op.f("fk_health_samples_crawl_crawls")
        ),
        sa.PrimaryKeyConstraint("crawl", name=op.f("pk_health_samples")),
    )
    op.create_index(op.f("ix_health_samples_site_crawl"), "health_samples", ["site", "crawl"])
    op.create_table(
        "alarms",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("raised", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(op.f("ix_alarms_site_raised"), "alarms", ["site", "raised"])
    op.create_index(
        "ix_alarms_open",
        "alarms",
        ["site", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("closed IS NULL"),
        postgresql_where=sa.text("closed IS NULL"),
    )
    op.create_table(
        "alarm_news",
        sa.Column("alarm", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alarm"], ["alarms.id"], name=op.f("fk_alarm_news_alarm_alarms")),
        sa.PrimaryKeyConstraint("alarm", "event", "channel", name=op.f("pk_alarm_news")),
    )
    op.create_index(op.f("ix_alarm_news_state_next_try"), "alarm_news", ["state", "next_try"])
