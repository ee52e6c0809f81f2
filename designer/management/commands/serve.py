"""`manage.py serve`: the whole product in one process, or one of several web processes."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand
from uvicorn.main import STARTUP_FAILURE

from designer.config.bounded_http import BoundedHttp
from designer.config.logs import set_up_logs
from designer.config.starting import bring_up_to_date

BACKLOG = 2048


class Command(BaseCommand):
    help = "Brings the database up to date, then serves pages and endpoints, and workers too unless they are elsewhere."

    def handle(self, *args: Any, **options: Any) -> None:
        bring_up_to_date()
        self.stdout.write(self.style.SUCCESS(f"Hookyard is at {settings.PUBLIC_URL}") + f"  (data in {settings.DATA})")
        self.stdout.flush()
        set_up_logs(form=settings.LOG_FORM)
        server = uvicorn.Server(
            uvicorn.Config(
                "designer.config.asgi:application",
                host=settings.HOST,
                port=settings.PORT,
                loop="uvloop",
                http=BoundedHttp,
                ws="websockets-sansio",
                ws_max_size=16 * 1024,  # what pages say is short; a longer message ends its socket before it is read
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the server would believe anybody here; `designer.config.proxies` asks who it is
                timeout_keep_alive=30,
                timeout_graceful_shutdown=20,
                backlog=BACKLOG,
            )
        )
        server.run(sockets=[shared_socket()] if settings.SHARE_PORT else None)
        if not server.started:
            raise SystemExit(STARTUP_FAILURE)


def shared_socket() -> socket.socket:
    """On our port beside other processes of this user; the kernel gives each connection to one of them."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((settings.HOST, settings.PORT))
    listening.listen(BACKLOG)
    listening.setblocking(False)
    return listening
