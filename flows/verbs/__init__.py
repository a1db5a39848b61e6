"""The verbs of the command line. Each module's `add` declares verbs; what is heavy is imported when a verb runs."""
