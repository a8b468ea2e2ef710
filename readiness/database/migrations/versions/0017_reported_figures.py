"""the scorecard’s figures of a month, as they were given

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

from readiness.database.types import UtcDateTime

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'reported_month',
        sa.Column('month', sa.Date(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('given_by_id', sa.Integer(), nullable=True),
        sa.Column('given_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['given_by_id'], ['person.id'], name=op.f('fk_reported_month_given_by_id_person')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_month')),
        sa.UniqueConstraint('month', 'number', name=op.f('uq_reported_month_month_number')),
    )
    op.create_table(
        'reported_figure',
        sa.Column('reported_month_id', sa.Integer(), nullable=False),
        sa.Column('ref', sa.String(length=20), nullable=False),
        sa.Column('numerator', sa.Integer(), nullable=False),
        sa.Column('denominator', sa.Integer(), nullable=True),
        sa.Column('children', sa.Integer(), nullable=True),
        sa.Column('children_sha256', sa.String(length=64), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            'numerator >= 0 AND numerator <= denominator', name=op.f('ck_reported_figure_share')
        ),
        sa.ForeignKeyConstraint(
            ['children_sha256'],
            ['stored_file.sha256'],
            name=op.f('fk_reported_figure_children_sha256_stored_file'),
        ),
        sa.ForeignKeyConstraint(
            ['reported_month_id'],
            ['reported_month.id'],
            name=op.f('fk_reported_figure_reported_month_id_reported_month'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_figure')),
        sa.UniqueConstraint(
            'reported_month_id', 'ref', name=op.f('uq_reported_figure_reported_month_id_ref')
        ),
    )


def downgrade() -> None:
    op.drop_table('reported_figure')
    op.drop_table('reported_month')
