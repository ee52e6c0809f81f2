"""The four routes for many customers: `python -m tests.routes`."""
