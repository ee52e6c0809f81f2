"""Calling a connector's operation for a customer outside of any flow: what Tray calls Call Connector.

For: which connectors can be called, with the schemas of what each operation takes, and one call.
Not here: HTTP and tokens (`designer.triggers_api`), what an operation does (`runtime.components`, `runtime.connectors`).
"""
