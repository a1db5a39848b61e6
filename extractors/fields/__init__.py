"""Candidates for each field, and which of them a document means."""
