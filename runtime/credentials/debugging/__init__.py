"""Why a signature does not fit: what was signed, byte for byte, and what would have fitted instead.

For: one request against one credential, explained. Pure: the caller brings request, secret and time.
Not here: letting anybody in (`runtime.credentials.verify`); what is found here changes no decision.

What it tells never helps to forge: no secret, and of the signature that was expected only its first characters, enough to compare
two by eye and too few to use.
"""
