"""Two packages of others as this installation shows them in the admin. Imported while apps load: no models here."""

from __future__ import annotations

from typing import Any

from axes.apps import AppConfig as Axes
from django.contrib import admin
from django.contrib.admin import sites
from django.http import HttpRequest
from unfold.apps import BasicAppConfig
from unfold.sites import UnfoldAdminSite


class Site(UnfoldAdminSite):
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The index has the order and the words of the sidebar, not those of Python packages."""
        found = super().get_app_list(request, app_label)
        if app_label is not None:
            return found
        from designer.admin.navigation import as_apps  # the package brings models along

        return as_apps(found)


class UnfoldConfig(BasicAppConfig):
    default = False

    def ready(self) -> None:
        admin.site = sites.site = Site()


class AxesConfig(Axes):
    """The guard of the sign-in page, by what it guards."""

    verbose_name = "Signing in"
    default = False

    def ready(self) -> None:
        super().ready()
        # Only what pages say: migrations compare what the models were written with.
        for name, one in (("AccessAttempt", "sign-in attempt"), ("AccessLog", "sign-in")):
            meta = self.get_model(name)._meta
            meta.verbose_name, meta.verbose_name_plural = one, f"{one}s"
