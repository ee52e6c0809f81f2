"""JavaScript and TypeScript of packages, made into functions the sandbox can run.

For: the syntax tree (`syntax`), types taken out in place (`types`), imports and exports in terms of the sandbox (`linking`), all
files that a function needs put together (`bundle`). Each keeps every line and column where its author wrote it.
Not here: running anything.
"""
