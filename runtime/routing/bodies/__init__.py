"""Bodies of requests as data: one module for each type that senders use.

For: bytes to JSON values, or a clear refusal; every bound that keeps a body from costing more than its size.
Not here: sockets and the size of what is read (`runtime.ingress`), what flows see around the data (`runtime.routing.inbound`).
Nothing here writes a file or takes a path from a sender.
"""
