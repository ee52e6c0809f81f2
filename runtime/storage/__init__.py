"""Values that flows keep between runs.

For: a small key-value store in four scopes, atomic per key.
Not here: the steps that use it (`runtime.components.storage`).
"""
