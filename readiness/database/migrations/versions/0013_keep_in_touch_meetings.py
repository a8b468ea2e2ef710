"""keep-in-touch meetings in the timetable

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

KINDS = ('meeting', 'interview', 'observation')


def allow_kinds(kinds: tuple[str, ...]) -> None:
    """Let an entry of the timetable be of these kinds, and no other."""
    words = f"kind IN ({', '.join(repr(kind) for kind in kinds)})"
    with op.batch_alter_table('timetable_entry') as batch_op:
        batch_op.drop_constraint(op.f('ck_timetable_entry_entry_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timetable_entry_entry_kind'), words)


def upgrade() -> None:
    allow_kinds((*KINDS, 'keep_in_touch'))


def downgrade() -> None:
    op.execute(sa.text("UPDATE timetable_entry SET kind = 'meeting' WHERE kind = 'keep_in_touch'"))
    allow_kinds(KINDS)
