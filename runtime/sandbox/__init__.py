"""Builders' JavaScript, run where it can harm nothing.

For: the pool that the rest of the runtime calls (`pool`), the processes it keeps (`process`), and what runs inside one of them
(`child`, behind `walls` and `seccomp`; `warm` and the JavaScript files hold the engine). `frames` is the language between the
two sides.
Not here: what a code step is in a flow (`runtime.components`), or which tenant and scope a step belongs to (its caller knows).
"""
