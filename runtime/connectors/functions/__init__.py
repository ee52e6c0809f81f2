"""The functions of connector packages, run where they can harm nothing.

For: one function with its arguments in, what it returned, wrote and called out (`running`); requests on behalf of an account
(`client`), whose credentials may be renewed (`accounts`); what the sandboxed side finds around it (`host/`).
Not here: when a function runs and what its result means.
"""

from runtime.connectors.functions.accounts import Account, ConnectionAccount, GivenAccount, Opened
from runtime.connectors.functions.running import FunctionAnswer, Functions

__all__ = ["Account", "ConnectionAccount", "FunctionAnswer", "Functions", "GivenAccount", "Opened"]
