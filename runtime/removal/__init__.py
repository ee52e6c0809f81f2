"""A tenant goes, with every row that is its own.

For: the record of a removal, taking away what stands at outside services (`leaving`), which rows belong to a tenant
(`belongings`), taking them away in batches (`carrying_out`).
Not here: deciding that it goes (`designer.accounts.tenants`), one customer's data, history that is too old (`runtime.retention`).
"""
