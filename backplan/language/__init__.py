"""Values in the words that people use, and those words read back as values."""
