"""The one door through which we call the world on behalf of tenants.

For: HTTP requests that can reach nothing private, take bounded time and memory, and fail in one of a few named ways.
Not here: what to send and what an answer means (`runtime.components`). No other module may open a connection for a tenant.
"""
