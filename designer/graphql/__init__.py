"""The GraphQL API under Tray Embedded's names.

`schema.graphql` is what is served, to the letter. `schema` joins it with functions that answer its fields, each of a room of
this package; `limits` bounds what a document may ask; `api` is HTTP. What happens is done by the services of other rooms.
"""
