"""which meetings somebody moved, apart from the words that say so

Revision: 0024
Follows: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('meeting') as batch_op:
        batch_op.add_column(sa.Column('is_moved_by_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
    # So began what was said of a meeting that somebody moved, and of no other.
    op.execute(sa.text("UPDATE meeting SET is_moved_by_hand = true WHERE moved_because LIKE 'Moved from %'"))
    with op.batch_alter_table('meeting') as batch_op:
        batch_op.alter_column('is_moved_by_hand', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('meeting') as batch_op:
        batch_op.drop_column('is_moved_by_hand')
