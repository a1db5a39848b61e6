"""Checks of a batch against a programme's rules: each answers passed, failed or cannot tell."""
