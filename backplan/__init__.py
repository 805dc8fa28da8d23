"""Turns a home-exercise prescription into the best weekly plan that obeys it."""

__version__ = "0.1.0"
