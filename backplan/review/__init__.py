"""What would make things better: a plan, a regimen, a profile. Nothing here changes any of them."""
