"""Every route of the dialog of one account, under /api/account-dialog/."""

from django.urls import path

from designer.wizard import dialogs_api as api

urlpatterns = [
    path("sessions", api.DialogSessionsView.as_view()),
    path("state", api.DialogStateView.as_view()),
    path("authorize", api.DialogAuthorizeView.as_view()),
]
