"""What people look at and decide on. This room imports the ledger and the two models."""
