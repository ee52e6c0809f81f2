"""Every page and API of the product. What third-party services call is not here: see `runtime.ingress`."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
