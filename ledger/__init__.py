"""What is known and what was decided, kept. This room imports the two models."""
