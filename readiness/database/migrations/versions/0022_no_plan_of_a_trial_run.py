"""no plan of a trial run is marked as sent

Revision: 0022
Follows: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

CHECK = 'ck_plan_sent_trial_stays_here'


def tie_plans(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Let a plan belong to an inspection by these columns, and no longer by those."""
    with op.batch_alter_table('plan_sent') as batch_op:
        batch_op.drop_constraint(op.f(f"fk_plan_sent_{'_'.join(old)}_inspection"), type_='foreignkey')
        there = ['id', *new[1:]]
        name = op.f(f"fk_plan_sent_{'_'.join(new)}_inspection")
        batch_op.create_foreign_key(name, 'inspection', list(new), there)


def upgrade() -> None:
    # Readiness never let one be written, and nothing of a trial run went anywhere.
    op.execute(sa.text(
        'DELETE FROM plan_sent WHERE inspection_id IN (SELECT id FROM inspection WHERE is_trial)'
    ))
    with op.batch_alter_table('plan_sent') as batch_op:
        batch_op.add_column(sa.Column('is_trial', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('plan_sent') as batch_op:
        batch_op.alter_column('is_trial', server_default=None)
        batch_op.create_check_constraint(op.f(CHECK), 'NOT is_trial')
    tie_plans(('inspection_id',), ('inspection_id', 'is_trial'))


def downgrade() -> None:
    tie_plans(('inspection_id', 'is_trial'), ('inspection_id',))
    with op.batch_alter_table('plan_sent') as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_='check')
        batch_op.drop_column('is_trial')
