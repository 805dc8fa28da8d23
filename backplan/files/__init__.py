"""Files in and out, one module a format; foreign libraries for files stop here."""
