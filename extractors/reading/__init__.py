"""Files of many formats become a `Document` of words with places."""
