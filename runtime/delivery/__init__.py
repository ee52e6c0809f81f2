"""Events on their way to URLs of our users, signed, at least once.

For: destinations (where events go), deliveries (one event to one destination), attempts (one try at it). A delivery is a row from
the moment something decides to send it, in that transaction; what carries it looks at the table.
Not here: who wants which events (subscriptions), notices of alert rules (`runtime.alerts`), HTTP and roles (`designer.delivery`).
"""
