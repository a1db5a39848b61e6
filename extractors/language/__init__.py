"""Dates, amounts, numbers and vocabularies of many languages."""
