"""calendars, invitations and Teams channels

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

import readiness.database.types

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

MOMENT = readiness.database.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('teams_channel',
    sa.Column('inspection_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('hint', sa.String(length=300), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', MOMENT, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_teams_channel_set_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teams_channel')),
    sa.UniqueConstraint('inspection_id', name=op.f('uq_teams_channel_inspection_id'))
    )
    op.create_table('calendar_feed',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('calendar', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('made_at', MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('person_id', 'calendar', name=op.f('uq_calendar_feed_person_id_calendar'))
    )
    op.create_table('invitation',
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('print', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('begins_at', MOMENT, nullable=False),
    sa.Column('ends_at', MOMENT, nullable=False),
    sa.Column('about', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('is_trial', sa.Boolean(), nullable=False),
    sa.Column('is_cancelled', sa.Boolean(), nullable=False),
    sa.Column('is_heard', sa.Boolean(), nullable=False),
    sa.Column('changed_at', MOMENT, nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_invitation_message_id_message')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('uid', 'person_id', name=op.f('uq_invitation_uid_person_id'))
    )
    op.create_index(op.f('ix_invitation_ends_at'), 'invitation', ['ends_at'])
    op.create_index(op.f('ix_invitation_person_id'), 'invitation', ['person_id'])
    # Columns are added one by one: rebuilding the table would break what refers to it.
    op.add_column('message', sa.Column('calendar', sa.Text(), nullable=False, server_default=''))
    op.add_column('message', sa.Column('calendar_method', sa.String(length=20), nullable=False, server_default=''))
    op.add_column(
        'message',
        sa.Column('channel_id', sa.Integer(), sa.ForeignKey('teams_channel.id', name=op.f('fk_message_channel_id_teams_channel')), nullable=True),
        inline_references=True,
    )


def downgrade() -> None:
    for name in ('channel_id', 'calendar_method', 'calendar'):
        op.execute(f'ALTER TABLE message DROP COLUMN {name}')
    op.drop_table('invitation')
    op.drop_table('calendar_feed')
    op.drop_table('teams_channel')
