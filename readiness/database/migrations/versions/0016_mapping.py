"""the council's mapping of spellings; an upload may check the files of another again

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

import readiness.database.types

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mapped_spelling',
    sa.Column('is_heading', sa.Boolean(), nullable=False),
    sa.Column('column', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('folded', sa.String(length=600), nullable=False),
    sa.Column('read_as', sa.String(length=200), nullable=False),
    sa.Column('saved_by_id', sa.Integer(), nullable=True),
    sa.Column('saved_at', readiness.database.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', readiness.database.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['saved_by_id'], ['person.id'], name=op.f('fk_mapped_spelling_saved_by_id_person')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['person.id'], name=op.f('fk_mapped_spelling_withdrawn_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mapped_spelling'))
    )
    op.create_index('uq_mapped_spelling_standing', 'mapped_spelling', ['is_heading', 'column', 'folded'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    # A column of its own: rebuilding the table would break what refers to it.
    op.add_column(
        'upload',
        sa.Column('again_of_id', sa.Integer(), sa.ForeignKey('upload.id', name=op.f('fk_upload_again_of_id_upload')), nullable=True),
        inline_references=True,
    )


def downgrade() -> None:
    op.execute('ALTER TABLE upload DROP COLUMN again_of_id')
    op.drop_index('uq_mapped_spelling_standing', table_name='mapped_spelling')
    op.drop_table('mapped_spelling')
