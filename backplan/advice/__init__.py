"""What could be better about a regimen or a profile that has no faults: advice, never a verdict."""
