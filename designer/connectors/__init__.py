"""Connectors at the desk: uploading them, looking at them, trying their functions."""
