"""Strangers' documents are read in worker processes that can be stopped."""
