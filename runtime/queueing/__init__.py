"""Telling workers elsewhere that something is due.

For: the port `Bell` and who fulfils it. A message says "look in this queue" and carries no work: the tables are the truth, a
lost message costs the second until the next look, and losing the whole broker loses nothing.
Not here: what is claimed (`runtime.executions`).
"""
