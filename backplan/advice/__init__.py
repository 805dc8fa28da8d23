"""Advice: what would make a plan, a regimen or a profile better. Nothing here changes any of them."""
