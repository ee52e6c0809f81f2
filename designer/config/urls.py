"""Every page and API of the product. What third-party services call is not here: see `runtime.ingress`."""

from django.contrib import admin
from django.urls import include, path, re_path

from designer.admin.entrance import sign_in
from designer.config.pages import page
from designer.connections import callback
from designer.graphql.api import GraphQLView
from designer.images.api import image
from designer.reference import pages as reference
from designer.signing_in import sso_pages
from designer.wizard import pages as wizard

urlpatterns = [
    path("graphql", GraphQLView.as_view()),
    path("api/wizard/", include("designer.wizard.urls")),
    path("api/account-dialog/", include("designer.wizard.dialogs_urls")),
    path("api/", include("designer.api.urls")),
    path("core/v1/", include("designer.triggers_api.urls")),
    path("docs", reference.home),
    path("docs/graphql", reference.graphql),
    path("docs/events", reference.events),
    path("docs/messages", reference.messages),
    path("docs/assets/<str:name>", reference.asset),
    path("admin/login/", sign_in),
    path("admin/", admin.site.urls),
    path("connect/oidc", sso_pages.begin),
    path("connect/oidc/callback", sso_pages.back),
    path("connect/callback", callback.came_back),
    path("connect/back.js", callback.script),
    path("wizard/consent", wizard.consent),
    path("wizard/<str:tenant>", wizard.wizard),
    path("external/solutions/<str:tenant>/configure/<str:rest>", wizard.wizard),
    path("images/<str:pk>", image),
    path("external/auth/create/<str:tenant>", wizard.wizard),
    path("external/auth/create/<str:tenant>/<str:rest>/<str:account>", wizard.wizard),
    path("external/auth/edit/<str:tenant>/<str:account>", wizard.wizard),
    path("hookyard.js", wizard.script),
    re_path(r"^(?!api/|core/|admin/|static/|hooks/)(?P<path>.*)$", page),
]
