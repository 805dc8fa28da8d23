"""Why a plan is as it is, found by planning again, and what would change it."""
