"""A document becomes evidence. This room imports nothing of ours."""
