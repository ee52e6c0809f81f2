"""`manage.py serve`: the whole product in one process."""

from __future__ import annotations

from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from designer.accounts.first_start import owner_from_environment
from designer.config.bounded_http import BoundedHttp
from designer.config.logs import set_up_logs


class Command(BaseCommand):
    help = "Brings the database up to date, then serves pages, endpoints and workers in this one process."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        owner_from_environment()
        self.stdout.write(self.style.SUCCESS(f"Hookyard is at {settings.PUBLIC_URL}") + f"  (data in {settings.DATA})")
        self.stdout.flush()
        set_up_logs()
        uvicorn.run(
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
            proxy_headers=False,  # the server would believe anybody on this machine; `designer.config.proxies` asks who it is
            timeout_keep_alive=30,
            timeout_graceful_shutdown=20,
            backlog=2048,
        )
