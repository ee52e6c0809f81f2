"""PostgreSQL as the product uses it: a Django database engine (`ENGINE = "runtime.postgresql"`).

For: what must read the same on SQLite and on PostgreSQL. Not here: the journal's statements (`runtime.journal`).
"""
