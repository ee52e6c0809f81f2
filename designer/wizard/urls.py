"""Every route of an open wizard, under /api/wizard/."""

from django.urls import path

from designer.wizard import api

urlpatterns = [
    path("sessions", api.WizardSessionsView.as_view()),
    path("consents", api.WizardConsentView.as_view()),
    path("state", api.WizardStateView.as_view()),
    path("pages/<int:page>", api.WizardPageView.as_view()),
    path("secret", api.WizardSecretView.as_view()),
    path("connections", api.WizardConnectionsView.as_view()),
    path("connections/<str:connection>", api.WizardConnectionView.as_view()),
    path("connections/<str:connection>/authorize", api.WizardAuthorizeView.as_view()),
    path("choices", api.WizardChoicesView.as_view()),
    path("lights", api.WizardLightsView.as_view()),
    path("test", api.WizardTestView.as_view()),
    path("finish", api.WizardFinishView.as_view()),
]
