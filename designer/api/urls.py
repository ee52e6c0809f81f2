"""Every route of the API. What each method needs stands in its view's `roles`."""

from django.urls import path, re_path

from designer.accounts import api as accounts
from designer.accounts import invitations_api as invitations
from designer.accounts import sessions
from designer.alerts import api as alerts
from designer.api.docs import DocsView, SchemaView
from designer.api.problems import unknown_path
from designer.audit import api as audit
from designer.bench import api as bench
from designer.bench import saved_api as saved_tests
from designer.bench import what_if_api as what_if
from designer.bulk import api as bulk
from designer.connections import api as connections
from designer.connections import services_api
from designer.connectors import api as connectors
from designer.credentials import api as credentials
from designer.credentials import explaining_api as explaining
from designer.customers import api as customers
from designer.customers import instances_api as instances
from designer.customers import leaving_api as leaving
from designer.customers import storage_api as stored
from designer.customers import switching_api
from designer.delivery import api as delivery
from designer.delivery import deliveries_api as deliveries
from designer.drift import api as drift
from designer.embedding import api as embedding
from designer.images import api as images
from designer.importing import api as importing
from designer.integrations import api as integrations
from designer.integrations import choices_api as choices
from designer.integrations import demo_api, gallery_api
from designer.integrations import versions_api as versions
from designer.lanes import api as lanes
from designer.listening import api as listening
from designer.listening import webhooks_api as global_webhooks
from designer.registration import api as registration
from designer.rollouts import api as rollouts
from designer.schedules import api as schedules
from designer.signing_in import api as own
from designer.storage import api as storage
from designer.subscriptions import api as subscriptions
from designer.support import api as support
from designer.traffic import api as traffic
from designer.traffic import executions_api as executions
from designer.watching import api as watching
from designer.wizard import desk_api as wizard

INTEGRATION = "integrations/<str:pk>"
INSTANCE = "instances/<str:pk>"
EXECUTION = "executions/<str:pk>"
CONNECTION = "connections/<str:pk>"
DESTINATION = "destinations/<str:pk>"

urlpatterns = [
    path("session", sessions.SessionView.as_view()),
    path("session/code", sessions.CodeView.as_view()),
    path("setup", sessions.SetupView.as_view()),
    path("account", own.AccountView.as_view()),
    path("account/password", own.PasswordView.as_view()),
    path("account/two-factor", own.TwoFactorView.as_view()),
    path("account/two-factor/confirm", own.ConfirmTwoFactorView.as_view()),
    path("account/two-factor/off", own.SwitchTwoFactorOffView.as_view()),
    path("account/recovery-codes", own.RecoveryCodesView.as_view()),
    path("account/sign-ins", own.SignInsView.as_view()),
    path("account/sign-ins/end-others", own.EndOtherSignInsView.as_view()),
    path("account/sign-ins/<str:pk>", own.OneSignInView.as_view()),
    path("password-reset", own.AskForResetView.as_view()),
    path("password-reset/choose", own.ResetView.as_view()),
    path("sign-in-policy", own.SignInPolicyView.as_view()),
    path("members", accounts.MembersView.as_view()),
    path("members/<str:pk>", accounts.MemberView.as_view()),
    path("invitations", invitations.InvitationsView.as_view()),
    path("invitations/<str:pk>", invitations.OneInvitationView.as_view()),
    path("invitations/<str:pk>/send", invitations.SendInvitationAgainView.as_view()),
    path("invitation/look", invitations.LookAtInvitationView.as_view()),
    path("invitation/accept", invitations.AcceptInvitationView.as_view()),
    path("members/<str:pk>/two-factor/reset", accounts.ResetTwoFactorView.as_view()),
    path("tokens", accounts.TokensView.as_view()),
    path("tokens/<str:pk>", accounts.TokenView.as_view()),
    path("tenant", accounts.TenantView.as_view()),
    path("tenant/leave", accounts.LeaveTenantView.as_view()),
    path("embedding", embedding.EmbeddingView.as_view()),
    path("images", images.ImagesView.as_view()),
    path("images/<str:pk>", images.OneImageView.as_view()),
    path("components", versions.ComponentsView.as_view()),
    path("integrations", integrations.IntegrationsView.as_view()),
    path("integrations/import", importing.ImportView.as_view()),
    path("integrations/import/unpack", importing.UnpackView.as_view()),
    path("integrations/import/preview", importing.ImportPreviewView.as_view()),
    path(INTEGRATION, integrations.OneIntegrationView.as_view()),
    path(f"{INTEGRATION}/duplicate", integrations.DuplicateView.as_view()),
    path(f"{INTEGRATION}/draft", integrations.DraftView.as_view()),
    path(f"{INTEGRATION}/draft/choices", choices.DraftChoicesView.as_view()),
    path(f"{INTEGRATION}/export", versions.ExportView.as_view()),
    path(f"{INTEGRATION}/publish", versions.PublishView.as_view()),
    path(f"{INTEGRATION}/versions", versions.VersionsView.as_view()),
    path(f"{INTEGRATION}/versions/<str:number>", versions.VersionView.as_view()),
    path(f"{INTEGRATION}/rollouts", rollouts.RolloutsView.as_view()),
    path(f"{INTEGRATION}/rollouts/foresee", rollouts.ForeseeRolloutView.as_view()),
    path(f"{INTEGRATION}/rollouts/<str:rollout>", rollouts.OneRolloutView.as_view()),
    path(f"{INTEGRATION}/rollouts/<str:rollout>/outcomes", rollouts.RolloutOutcomesView.as_view()),
    path(f"{INTEGRATION}/rollouts/<str:rollout>/stop", rollouts.StopRolloutView.as_view()),
    path(f"{INTEGRATION}/rollouts/<str:rollout>/undo", rollouts.UndoRolloutView.as_view()),
    path(f"{INTEGRATION}/rollouts/<str:rollout>/undo/foresee", rollouts.ForeseeUndoView.as_view()),
    path(f"{INTEGRATION}/endpoints", versions.IntegrationEndpointsView.as_view()),
    path(f"{INTEGRATION}/endpoints/<str:endpoint>/rotate", versions.RotateIntegrationEndpointView.as_view()),
    path(f"{INTEGRATION}/drift", drift.DriftsView.as_view()),
    path(f"{INTEGRATION}/drift/accept", drift.AcceptDriftView.as_view()),
    path(f"{INTEGRATION}/webhooks", global_webhooks.IntegrationWebhooksView.as_view()),
    path(f"{INTEGRATION}/webhooks/<str:webhook>/rotate", global_webhooks.RotateWebhookView.as_view()),
    path(f"{INTEGRATION}/webhooks/<str:connector>", global_webhooks.ConnectorWebhooksView.as_view()),
    path("listening", listening.ListeningsView.as_view()),
    path("listening/<str:pk>", listening.ListeningView.as_view()),
    path("listening/<str:pk>/repair", listening.RepairListeningView.as_view()),
    path("listening/<str:pk>/forget", listening.ForgetListeningView.as_view()),
    path(f"{INTEGRATION}/test-flow", bench.TestFlowView.as_view()),
    path(f"{INTEGRATION}/test-endpoint", bench.TestEndpointView.as_view()),
    path(f"{INTEGRATION}/who", bench.WhoView.as_view()),
    path(f"{INTEGRATION}/what-if", what_if.WhatIfView.as_view()),
    path(f"{INTEGRATION}/tests", saved_tests.SavedTestsView.as_view()),
    path(f"{INTEGRATION}/tests/run", saved_tests.RunTestsView.as_view()),
    path(f"{INTEGRATION}/tests/coverage", saved_tests.TestCoverageView.as_view()),
    path(f"{INTEGRATION}/tests/<str:test>", saved_tests.OneSavedTestView.as_view()),
    path("customers", customers.CustomersView.as_view()),
    path("customers/labels", customers.LabelsView.as_view()),
    path("customers/<str:pk>", customers.OneCustomerView.as_view()),
    path("customers/<str:pk>/export", leaving.ExportCustomerView.as_view()),
    path("customers/<str:pk>/erase", leaving.EraseCustomerView.as_view()),
    path(f"{INSTANCE}/values", stored.InstanceValuesView.as_view()),
    path(f"{INSTANCE}/values/<str:value>", stored.InstanceValueView.as_view()),
    path(f"{INTEGRATION}/values", stored.IntegrationValuesView.as_view()),
    path(f"{INTEGRATION}/values/<str:value>", stored.IntegrationValueView.as_view()),
    path("instances", instances.InstancesView.as_view()),
    path("instances/switch", switching_api.SwitchInstancesView.as_view()),
    path("instances/switch/forecast", switching_api.SwitchForecastView.as_view()),
    path(INSTANCE, instances.OneInstanceView.as_view()),
    path(f"{INSTANCE}/pause", instances.PauseView.as_view()),
    path(f"{INSTANCE}/resume", instances.ResumeView.as_view()),
    path(f"{INSTANCE}/upgrade", instances.UpgradeView.as_view()),
    path(f"{INSTANCE}/endpoints/<str:endpoint>/rotate", instances.RotateEndpointView.as_view()),
    path(f"{INSTANCE}/registration", registration.RegistrationView.as_view()),
    path(f"{INSTANCE}/wizard", wizard.InstanceWizardView.as_view()),
    path("wizards", wizard.WizardsView.as_view()),
    path(f"{INSTANCE}/schedules", schedules.InstanceSchedulesView.as_view()),
    path(f"{INSTANCE}/lanes/<str:flow>/hold", lanes.HoldLaneView.as_view()),
    path(f"{INSTANCE}/lanes/<str:flow>/release", lanes.ReleaseLaneView.as_view()),
    path("lanes", lanes.LanesView.as_view()),
    path("schedules/next", schedules.NextTimesView.as_view()),
    path("bulk", bulk.BulkActionsView.as_view()),
    path("bulk/preview", bulk.BulkPreviewView.as_view()),
    path("bulk/<str:pk>/stop", bulk.StopBulkView.as_view()),
    path("services", services_api.ServicesView.as_view()),
    path("services/starts", services_api.ServiceStartsView.as_view()),
    path("services/redirect", services_api.RedirectView.as_view()),
    path("services/<str:pk>", services_api.OneServiceView.as_view()),
    path("connections", connections.ConnectionsView.as_view()),
    path(CONNECTION, connections.OneConnectionView.as_view()),
    path(f"{CONNECTION}/authorize", connections.AuthorizeView.as_view()),
    path(f"{CONNECTION}/test", connections.TestConnectionView.as_view()),
    path(f"{CONNECTION}/disconnect", connections.DisconnectView.as_view()),
    path("connectors", connectors.PackagesView.as_view()),
    path("connectors/<str:key>", connectors.OnePackageView.as_view()),
    path("connectors/<str:key>/run", connectors.RunFunctionView.as_view()),
    path("connectors/<str:key>/versions", connectors.PackageVersionsView.as_view()),
    path("connectors/<str:key>/versions/<str:number>/archive", connectors.PackageArchiveView.as_view()),
    path(f"{INTEGRATION}/connectors/<str:key>/parameters", connectors.ConnectorParametersView.as_view()),
    path("credentials", credentials.CredentialsView.as_view()),
    path("credentials/schemes", credentials.SchemesView.as_view()),
    path("credentials/uses", credentials.CredentialUsesView.as_view()),
    path("credentials/<str:pk>/explain", explaining.ExplainPastedView.as_view()),
    path("credentials/<str:pk>/rotate", credentials.RotateView.as_view()),
    path("credentials/<str:pk>", credentials.CredentialView.as_view()),
    path("subscriptions", subscriptions.DeskSubscriptionsView.as_view()),
    path("subscriptions/<str:pk>", subscriptions.DeskSubscriptionView.as_view()),
    path("subscriptions/<str:pk>/test", subscriptions.DeskSubscriptionTestView.as_view()),
    path("requests", traffic.RequestsView.as_view()),
    path("requests/<str:pk>", traffic.RequestView.as_view()),
    path("requests/<str:pk>/explain", explaining.ExplainKeptView.as_view()),
    path("requests/<str:pk>/replay", traffic.ReplayView.as_view()),
    path("requests/<str:pk>/others", traffic.OthersView.as_view()),
    path("requests/<str:pk>/map", traffic.MapView.as_view()),
    path("requests/<str:pk>/dismiss", traffic.DismissView.as_view()),
    path("executions", executions.ExecutionsView.as_view()),
    path("executions/counts", executions.ExecutionCountsView.as_view()),
    path(EXECUTION, executions.ExecutionView.as_view()),
    path(f"{EXECUTION}/turn", executions.ExecutionTurnView.as_view()),
    path(f"{EXECUTION}/cancel", executions.CancelView.as_view()),
    path(f"{EXECUTION}/run-now", executions.RunNowView.as_view()),
    path(f"{EXECUTION}/retry", executions.RetryView.as_view()),
    path(f"{EXECUTION}/rerun", executions.RerunView.as_view()),
    path("destinations", delivery.DestinationsView.as_view()),
    path("destinations/schedule", delivery.DeliveryScheduleView.as_view()),
    path(DESTINATION, delivery.OneDestinationView.as_view()),
    path(f"{DESTINATION}/pause", delivery.PauseDestinationView.as_view()),
    path(f"{DESTINATION}/enable", delivery.EnableDestinationView.as_view()),
    path(f"{DESTINATION}/rotate", delivery.RotateDestinationView.as_view()),
    path(f"{DESTINATION}/end-previous-key", delivery.EndPreviousKeyView.as_view()),
    path(f"{DESTINATION}/test", delivery.TestDestinationView.as_view()),
    path(f"{DESTINATION}/recover", delivery.RecoverDestinationView.as_view()),
    path("deliveries", deliveries.EventDeliveriesView.as_view()),
    path("deliveries/<str:pk>", deliveries.OneEventDeliveryView.as_view()),
    path("deliveries/<str:pk>/redeliver", deliveries.RedeliverEventView.as_view()),
    path("deliveries/<str:pk>/discard", deliveries.DiscardDeliveryView.as_view()),
    path("events", deliveries.EventsView.as_view()),
    path("alerts", alerts.AlertsView.as_view()),
    path("alerts/conditions", alerts.AlertConditionsView.as_view()),
    path("alerts/notices", alerts.AlertNoticesView.as_view()),
    path("alerts/<str:pk>", alerts.OneAlertView.as_view()),
    path("alerts/<str:pk>/test", alerts.AlertTestView.as_view()),
    path("audit", audit.AuditView.as_view()),
    path("audit/deeds", audit.AuditDeedsView.as_view()),
    path("audit/export", audit.AuditExportView.as_view()),
    path("storage", storage.StorageView.as_view()),
    path("system", watching.SystemView.as_view()),
    path("support", support.SupportView.as_view()),
    path("traffic", watching.TrafficView.as_view()),
    path("templates", gallery_api.TemplatesView.as_view()),
    path("templates/<str:key>", gallery_api.TemplateView.as_view()),
    path("demo", demo_api.DemoView.as_view()),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view()),
    re_path(r"^(?P<rest>.*)$", unknown_path),
]
