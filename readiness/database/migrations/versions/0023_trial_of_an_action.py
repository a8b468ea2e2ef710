"""which trial run an action is part of

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('action') as batch_op:
        batch_op.add_column(sa.Column('trial_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_action_trial_id'), ['trial_id'])
    # What keep-in-touch meetings of running trial runs agreed. Of one that has ended it goes on as it was.
    op.execute("""
        UPDATE action SET trial_id = (
            SELECT note.inspection_id FROM keep_in_touch AS note
            JOIN inspection ON inspection.id = note.inspection_id
            WHERE note.id = action.source_id AND inspection.is_trial AND inspection.state = 'running'
        ) WHERE source = 'keep_in_touch'
    """)


def downgrade() -> None:
    with op.batch_alter_table('action') as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_trial_id'))
        batch_op.drop_column('trial_id')
