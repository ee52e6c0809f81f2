"""The same yard that flows are tested in."""

from tests.flows.conftest import make_process, service, yard

__all__ = ["make_process", "service", "yard"]
