"""trial runs

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

import readiness.database.types

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

MOMENT = readiness.database.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_index('uq_inspection_id_is_trial', 'inspection', ['id', 'is_trial'], unique=True)
    op.create_table('exercise_clock',
    sa.Column('inspection_id', sa.Integer(), nullable=False),
    sa.Column('is_trial', sa.Boolean(), nullable=False),
    sa.Column('real_at', MOMENT, nullable=False),
    sa.Column('exercise_at', MOMENT, nullable=False),
    sa.Column('speed', sa.Integer(), nullable=False),
    sa.Column('is_paused', sa.Boolean(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('is_trial', name=op.f('ck_exercise_clock_trials_only')),
    sa.CheckConstraint('speed BETWEEN 1 AND 1440', name=op.f('ck_exercise_clock_speed')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_exercise_clock_changed_by_id_person')),
    sa.ForeignKeyConstraint(['inspection_id', 'is_trial'], ['inspection.id', 'inspection.is_trial'], name=op.f('fk_exercise_clock_inspection_id_is_trial_inspection')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise_clock')),
    sa.UniqueConstraint('inspection_id', name=op.f('uq_exercise_clock_inspection_id'))
    )
    op.create_table('trial_participant',
    sa.Column('inspection_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('player', 'observer', name='trial_part', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_trial_participant_inspection_id_inspection')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_trial_participant_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trial_participant')),
    sa.UniqueConstraint('inspection_id', 'person_id', name=op.f('uq_trial_participant_inspection_id_person_id'))
    )
    with op.batch_alter_table('trial_participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trial_participant_person_id'), ['person_id'], unique=False)
    op.create_table('inject',
    sa.Column('inspection_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('expects', sa.Text(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('state', sa.Enum('prepared', 'given', 'acknowledged', 'answered', 'skipped', name='inject_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('given_at', MOMENT, nullable=True),
    sa.Column('acknowledged_at', MOMENT, nullable=True),
    sa.Column('acknowledged_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', MOMENT, nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', MOMENT, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['person.id'], name=op.f('fk_inject_acknowledged_by_id_person')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_inject_answered_by_id_person')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_inject_changed_by_id_person')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_inject_inspection_id_inspection')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_inject_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inject'))
    )
    with op.batch_alter_table('inject', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inject_inspection_id'), ['inspection_id'], unique=False)
    op.add_column('message', sa.Column('trial_id', sa.Integer(), nullable=True))
    # What waits of trial runs already goes out as it is: nobody could say any more of which it was.
    op.execute(sa.text('UPDATE message SET gathers = false WHERE is_trial'))
    # Those who had the tasks of a trial run before it had a list of people are on that list.
    for seat in ('holder_id', 'deputy_id'):
        op.execute(sa.text(f'''
            INSERT INTO trial_participant (inspection_id, person_id, part)
            SELECT DISTINCT task.inspection_id, post.{seat}, 'player'
            FROM task JOIN post ON post.id = task.post_id
            JOIN inspection ON inspection.id = task.inspection_id
            WHERE inspection.is_trial AND post.{seat} IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM trial_participant AS known
                WHERE known.inspection_id = task.inspection_id AND known.person_id = post.{seat}
            )
        '''))


def downgrade() -> None:
    op.drop_column('message', 'trial_id')
    op.drop_table('inject')
    op.drop_table('trial_participant')
    op.drop_table('exercise_clock')
    op.drop_index('uq_inspection_id_is_trial', table_name='inspection')
