"""Changes, numbered in the order of the commits, and the cursors that read them.

What a ledger held before is numbered by the time it was first seen; no cursor stands within it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NEW = """
INSERT INTO changes (number, page, site, kind, revision, at)
SELECT row_number() OVER (ORDER BY first_seen, page), page, site, 'new', revision, first_seen
FROM articles
"""
_UNPUBLISHED = """
INSERT INTO changes (number, page, site, kind, revision, at)
SELECT (SELECT count(*) FROM articles) + row_number() OVER (ORDER BY unpublished, page),
       page, site, 'unpublished', revision, unpublished
FROM articles WHERE unpublished IS NOT NULL
"""


def upgrade() -> None:
    """Add the tables, and a change for each article that is kept or gone."""
    op.create_table(
        "changes",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_page_number"), ["page", "number"])
    op.create_table(
        "cursors",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("moved", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_cursors")),
    )
    op.execute(_NEW)
    op.execute(_UNPUBLISHED)
