"""Kills the product again and again under load, and counts afterwards whether anything was lost: `python -m tests.killing`.

For: the first promise (what was answered 2xx is on disk and ends in one recorded outcome), held against SIGKILL at random.
Who is who: `sender` posts and writes every answer into the `ledger`; flows of `work` call the `sink`; `killer` chooses the
moments; `checker` compares what was promised with what the database and the sink hold. `stands` are what can be killed.

Everything random comes from one seed, printed first. Traffic stays on the loopback address, and is bounded in count and time.
"""
