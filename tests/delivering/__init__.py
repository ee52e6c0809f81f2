"""Events delivered to receivers that hang, reset, redirect, dawdle, ask for a rest, or are gone, while the product is killed.

For: `python -m tests.delivering`, which sends thousands and then counts what became of every promise; the suite has a small one.
"""
