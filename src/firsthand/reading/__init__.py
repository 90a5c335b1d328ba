"""From bytes to a Document, and from a Document to who said what."""
