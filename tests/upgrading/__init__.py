"""A version of before takes work, is stopped under load, and today's goes on with its data: `python -m tests.upgrading`.

`older` brings that version as a folder, `work` is what is built there, `regulars` call it beside the crowd, `turning` is the
upgrade itself, and `campaign` puts them together. Senders, the outside service and most of what is counted at the end are those
of `tests.killing`.
"""
