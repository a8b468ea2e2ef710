"""keep-in-touch meetings in the timetable; a bundle is a trial’s where its inspection is one

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


def tie_bundles(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Let a bundle belong to an inspection by these columns, and no longer by those."""
    with op.batch_alter_table('bundle') as batch_op:
        batch_op.drop_constraint(op.f(f"fk_bundle_{'_'.join(old)}_inspection"), type_='foreignkey')
        there = ['id', *new[1:]]
        name = op.f(f"fk_bundle_{'_'.join(new)}_inspection")
        batch_op.create_foreign_key(name, 'inspection', list(new), there)


def upgrade() -> None:
    # Whatever was written, the inspection says what it is.
    op.execute(sa.text(
        'UPDATE bundle SET is_trial = '
        '(SELECT is_trial FROM inspection WHERE inspection.id = bundle.inspection_id)'
    ))
    tie_bundles(('inspection_id',), ('inspection_id', 'is_trial'))
    allow_kinds((*KINDS, 'keep_in_touch'))


def downgrade() -> None:
    tie_bundles(('inspection_id', 'is_trial'), ('inspection_id',))
    op.execute(sa.text("UPDATE timetable_entry SET kind = 'meeting' WHERE kind = 'keep_in_touch'"))
    allow_kinds(KINDS)
