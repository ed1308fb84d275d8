"""Alembic's entry: runs the migrations on the connection and in the transaction that ledger.schema opened."""

from alembic import context

from ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller holds the one transaction around all steps
    render_as_batch=True,
)
context.run_migrations()
