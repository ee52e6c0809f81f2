"""Connectors: packages that teach Hookyard an outside service."""
