"""How people prove who they are, and where they are signed in.

For: passwords, second factors, sessions, single sign-on. Not here: who is in which tenant (`designer.accounts`).
"""
