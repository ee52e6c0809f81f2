"""Secrets of a tenant: kept encrypted, used to check callers and to sign what steps send.

For: the vault, the schemes, the pure check of a caller, redaction of what was sent.
Not here: who may see a credential (`designer`), putting one on a request (`runtime.components.authorization`).
"""
