"""Nouns: frozen dataclasses, no behaviour beyond what follows from their own fields."""
