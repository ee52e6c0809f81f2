"""The reference that the product serves at `/docs`: GraphQL with an explorer, events and their signatures, messages of wizards.

It is made of what is served and of examples that tests run, so that it cannot say what is not so. REST has its own page, made of
the OpenAPI document (`designer.api.docs`). Nothing here is of a tenant, so anybody may look.
"""
