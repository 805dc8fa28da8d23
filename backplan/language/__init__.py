"""Values as words, and people's words as values."""
