"""Tests of app.rules."""
