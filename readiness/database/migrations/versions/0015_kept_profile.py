"""profiles that were counted already

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

import readiness.database.types

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_profile',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', readiness.database.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_kept_profile_file_sha256_stored_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_profile')),
    sa.UniqueConstraint('key', name=op.f('uq_kept_profile_key'))
    )


def downgrade() -> None:
    op.drop_table('kept_profile')
