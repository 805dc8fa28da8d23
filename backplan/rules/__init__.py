"""The rules of contract section 3, one small object each; planner and checker ask the same ones."""
