"""Customers as programs meet them: Tray calls one an external user. Their tokens, and what a bearer reaches."""
