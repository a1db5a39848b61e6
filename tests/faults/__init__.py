"""Makers of files: one of every format that is read, and of every kind that strangers hand in to do harm."""
