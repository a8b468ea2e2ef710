"""what a worklist was made of

Revision: 0020
Follows: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('worklist') as batch_op:
        batch_op.add_column(sa.Column('made_of', sa.String(length=64), nullable=False, server_default=''))
    with op.batch_alter_table('worklist') as batch_op:
        batch_op.alter_column('made_of', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('worklist') as batch_op:
        batch_op.drop_column('made_of')
