"""Invented reports, their styles and the typesetters that print them; see prints.py."""
