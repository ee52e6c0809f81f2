"""What instances listen for at outside services: events of connectors, and the hooks that are registered for them.

For: the URIs of global webhooks, who waits for which events, and keeping what is registered at services as it should be.
Not here: packages of connectors and running their functions (`runtime.connectors`), hooks that people registered by hand
(`runtime.registration`), what our users subscribe to at us.
"""
