"""Subscriptions by API: who wants which events of a trigger, for which account, and where they are delivered.

For: the library of triggers with their schemas, subscriptions and their states, the URLs at which webhook triggers listen.
Not here: HTTP and tokens (`designer.triggers_api`), carrying events to endpoints (`runtime.delivery`), what instances listen for
(`runtime.listening`).
"""
