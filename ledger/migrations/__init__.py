"""Alembic's migrations of the ledger; `ledger.migrating` runs them."""
