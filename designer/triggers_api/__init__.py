"""Tray's Triggers API, under /core/v1/: its names, shapes and answers, and what it lacks beside them.

For: HTTP. What subscriptions are and do is `runtime.subscriptions`; whom a token reaches is `designer.end_users.reach`.
"""
