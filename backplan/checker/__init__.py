"""From given sessions to findings, with the very rules that the planner asks."""
