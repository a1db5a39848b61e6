"""One module for each change of the schema. What a release brought out is never edited afterwards."""
