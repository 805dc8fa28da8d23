"""Pages for the terminal and sheets of paper.

Nothing here reads a clock, an environment or a file, and nothing prints: functions return text or rich renderables.
"""
