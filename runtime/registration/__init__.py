"""Whether what a customer registered at an outside service still works, seen from here.

For: three small rules over what really arrived (silence, signatures that fail, events that come twice), kept with the instance.
Not here: showing it (`designer.registration`), setting it up (`designer.wizard`), alerts of the tenant (`runtime.alerts`).
"""
