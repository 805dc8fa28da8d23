"""Draws exercises: poses by clinical angles become joints, shapes, and a picture in SVG.

A tool of the checkout, not of the package, which has the SVG files alone: `python -m regimens.figures.draw`.
"""
