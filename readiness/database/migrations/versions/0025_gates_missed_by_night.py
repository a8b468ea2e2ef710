"""what each night found of the gates; nights before it have no figure

Revision: 0025
Follows: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

COLUMNS = ('gates', 'gates_missed', 'days_late')


def upgrade() -> None:
    with op.batch_alter_table('readiness_snapshot') as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('readiness_snapshot') as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
