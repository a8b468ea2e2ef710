"""what whoever released a bundle was told of an item that was in order

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('bundle_item', sa.Column('caution', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('bundle_item') as batch_op:
        batch_op.drop_column('caution')
