"""a point of a keep-in-touch note can be withdrawn, with its reason

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('keep_in_touch_point') as batch_op:
        batch_op.add_column(sa.Column('withdrawn_because', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('keep_in_touch_point') as batch_op:
        batch_op.alter_column('withdrawn_because', server_default=None)


def downgrade() -> None:
    # What was withdrawn would come back as if it had been said.
    op.execute(sa.text("DELETE FROM keep_in_touch_point WHERE withdrawn_because <> ''"))
    with op.batch_alter_table('keep_in_touch_point') as batch_op:
        batch_op.drop_column('withdrawn_because')
