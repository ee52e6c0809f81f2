"""How customers' own accounts at outside services are kept and used.

For: the services a tenant integrates with, the connections customers make to them, OAuth 2, and what a step may do with one.
Not here: who may see a connection (`designer.connections`), a tenant's own secrets (`runtime.credentials`).
"""
