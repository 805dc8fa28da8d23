"""The command line: what a person types, where backplan writes, and the one place that catches errors."""
