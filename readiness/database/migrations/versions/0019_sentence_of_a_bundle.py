"""how the lists of a bundle stood against the scorecard when it was released

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added by itself: rebuilding the table would break what refers to it.
    op.add_column('bundle', sa.Column('reconciliation', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('bundle') as batch_op:
        batch_op.drop_column('reconciliation')
