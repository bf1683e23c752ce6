"""Tests of app.machines."""
