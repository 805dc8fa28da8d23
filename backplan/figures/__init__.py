"""Drawings of exercises: poses by clinical angles become joints, shapes, and a picture in SVG."""
