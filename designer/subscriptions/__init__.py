"""Subscriptions of the Triggers API as members see them. Programs have `designer.triggers_api`."""
