"""Pages for the terminal and sheets of paper; other formats of a plan are in `files/` and `calendars/`.

Nothing here reads a clock, an environment or a file, and nothing prints: functions return text or rich renderables.
"""
