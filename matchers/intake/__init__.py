"""Plans and claims as people export them become records; whatever is wrong with a table is told all at once."""
