"""The first lines of what we write, by which we know a file of ours again without reading it."""

CSV_HEADER = "date,weekday,start,end,minutes,activity,title,choice,week,fixed,id"
"""The first line of every table that we write."""

MARKDOWN_MARK = "<!-- backplan plan -->"
"""The first line of every Markdown file that we write: a comment, so that no reader shows it."""

DRAWING_MARK = "<!-- backplan drawing -->"
"""The first line of every drawing that we write."""

IMAGE_MARK = "backplan drawing"
"""What every picture made of pixels says of the program that made it."""
