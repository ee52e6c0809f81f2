"""Every page and API of the product. What third-party services call is not here: see `runtime.ingress`."""

from django.contrib import admin
from django.urls import include, path, re_path

from designer.config.pages import page
from designer.connections import callback

urlpatterns = [
    path("api/", include("designer.api.urls")),
    path("admin/", admin.site.urls),
    path("connect/callback", callback.came_back),
    path("connect/back.js", callback.script),
    re_path(r"^(?!api/|admin/|static/|hooks/)(?P<path>.*)$", page),
]
