"""Random sequences of enabling, disabling and dying against a service of our own that counts what is registered with it."""
