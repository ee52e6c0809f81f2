"""Connectors: packages that teach Hookyard an outside service.

For: the package as plain data (`package`), read safely from a folder or a zip (`files`, `documents`, `parsing`), its JavaScript
made runnable (`modules`), versions kept (`models`, `keeping`, `catalogue`), its functions run in the sandbox (`functions`), the
language of `.map.yml` files (`formulas`).
Not here: what events mean and who is subscribed.
"""
