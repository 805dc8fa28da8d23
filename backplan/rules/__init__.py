"""The rules of contract section 3, one file each, which answers for itself; planner, checker and pages ask the same."""
