"""What backplan writes near the beginning of its files, so that it recognizes them later."""

CSV_HEADER = "date,weekday,start,end,minutes,activity,title,choice,week,fixed,id"
"""The first line of every CSV table."""

MARKDOWN_MARK = "<!-- backplan plan -->"
"""The first line of every Markdown file: a comment, which no reader shows."""

DRAWING_MARK = "<!-- backplan drawing -->"
"""The first line of every drawing."""

IMAGE_MARK = "backplan drawing"
"""The software named in every PNG."""
