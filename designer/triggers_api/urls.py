"""Every route under /core/v1/."""

from django.urls import path, re_path

from designer.triggers_api import authentications, connectors, deliveries, subscriptions, triggers
from designer.triggers_api.views import unknown_path

SUBSCRIPTION = "subscriptions/<str:pk>"

urlpatterns = [
    path("triggers", triggers.TriggersView.as_view()),
    path("triggers/<str:name>/versions/<str:version>/operations", triggers.TriggerOperationsView.as_view()),
    path("services/<str:name>/versions/<int:version>/environments", authentications.EnvironmentsView.as_view()),
    path("authentications", authentications.AuthenticationsView.as_view()),
    path("authentications/<str:pk>", authentications.OneAuthenticationView.as_view()),
    path("connectors", connectors.ConnectorsView.as_view()),
    path("connectors/<str:name>/versions/<str:version>/operations", connectors.ConnectorOperationsView.as_view()),
    path("connectors/<str:name>/versions/<str:version>/call", connectors.CallConnectorView.as_view()),
    path("subscriptions", subscriptions.SubscriptionsView.as_view()),
    path(SUBSCRIPTION, subscriptions.OneSubscriptionView.as_view()),
    path(f"{SUBSCRIPTION}/rotate", subscriptions.RotateSubscriptionView.as_view()),
    path(f"{SUBSCRIPTION}/test", deliveries.TestSubscriptionView.as_view()),
    path(f"{SUBSCRIPTION}/recover", deliveries.RecoverView.as_view()),
    path(f"{SUBSCRIPTION}/deliveries", deliveries.DeliveriesView.as_view()),
    path(f"{SUBSCRIPTION}/deliveries/<str:delivery>/redeliver", deliveries.RedeliverView.as_view()),
    re_path(r"^(?P<rest>.*)$", unknown_path),
]
