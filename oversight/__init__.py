"""Oversight (医保整改与基金监管看板): ledgers, screening and fund risk of a district bureau."""

__version__ = "0.1.0"
