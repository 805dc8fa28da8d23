"""Calendars (.ics) in and out; the libraries that read them stop here."""
