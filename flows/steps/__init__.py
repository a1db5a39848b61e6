"""The steps of a batch as plain functions: the verbs and the Prefect flows call the same ones."""
