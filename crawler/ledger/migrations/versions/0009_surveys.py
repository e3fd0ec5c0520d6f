"""What was found of the sites that no file describes, so that not every crawl looks for it.

There is no row yet: the next crawl of such a site surveys it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "surveys",
        sa.Column("site", sa.String(100), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_surveys")),
    )
