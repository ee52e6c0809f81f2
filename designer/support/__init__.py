"""Whoever runs this Hookyard looks at a tenant on its behalf: for a reason, for a time, for all to see.

For: the record of such visits, beginning and ending them (`services`), ending one's own from the designer (`api`).
Not here: what a visit lets one do (`designer.accounts.access`), the admin's pages (`designer.admin`).
"""
