"""What a person looks at: the terminal's pages, and the words for doses, dates and rules.

Nothing here reads a clock, an environment or a file, and nothing prints: functions return text or rich renderables.
"""
