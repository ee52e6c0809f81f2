"""A customer goes, with everything that is kept of it.

For: the record of an erasure (`models`), beginning one (`beginning`), which rows are the customer's (`belongings`), taking them
away in batches (`carrying_out`).
Not here: a whole tenant (`runtime.removal`), history that is too old (`runtime.retention`).
"""
