"""Integrations, their versions and URLs; customers, instances, connections; credentials without their secrets."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from designer.admin.base import BY_TENANT, LookOnly, linked
from runtime.connections.models import Connection, Service
from runtime.credentials.models import Credential
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.routing.models import Endpoint


@admin.register(Integration)
class IntegrationAdmin(LookOnly):
    list_display = ["name", "key", "tenant", "live_version", "created_at"]
    list_select_related = ["tenant", "live_version__integration"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Integration]:
        return super().get_queryset(request).defer("live_version__definition")

    search_fields = ["name", "key", "id__exact"]


@admin.register(Version)
class VersionAdmin(LookOnly):
    list_display = ["integration", "number", "tenant", "comment", "published_by", "created_at"]
    list_select_related = ["tenant", "integration"]
    search_fields = ["integration__name", "comment", "published_by", "id__exact"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """A definition may be megabytes, and no list shows it."""
        return super().get_queryset(request).defer("definition")


@admin.register(Customer)
class CustomerAdmin(LookOnly):
    list_display = ["name", "external_id", "tenant", "created_at"]
    search_fields = ["name", "external_id", "aliases__alias", "id__exact"]
    search_help_text = "Name, external id, alias or id"


@admin.register(Instance)
class InstanceAdmin(LookOnly):
    list_display = ["id", "integration_page", "customer_page", "version", "enabled", "tenant", "updated_at"]
    list_filter = ["enabled", BY_TENANT]
    list_select_related = ["tenant", "customer", "integration", "version__integration"]
    search_fields = ["integration__name", "customer__name", "customer__external_id", "id__exact"]
    exclude = ["config"]  # a customer's values; some are as good as secrets

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instance]:
        return super().get_queryset(request).defer("config", "version__definition")

    integration_page = linked("integration", Integration, column="integration")
    customer_page = linked("customer", Customer, column="customer")


@admin.register(Endpoint)
class EndpointAdmin(LookOnly):
    """The whole URL is a secret of the tenant, so it is searched for but not listed."""

    list_display = ["id", "type", "integration", "flow_key", "tenant", "created_at"]
    list_filter = ["type", BY_TENANT]
    list_select_related = ["tenant", "integration"]
    search_fields = ["token__exact", "previous_token__exact", "id__exact", "integration__name"]
    exclude = ["token", "previous_token"]


@admin.register(Credential)
class CredentialAdmin(LookOnly):
    list_display = ["name", "key", "scheme", "tenant", "updated_at"]
    list_filter = ["scheme", BY_TENANT]
    search_fields = ["name", "key", "id__exact"]
    exclude = ["secret"]


@admin.register(Service)
class ServiceAdmin(LookOnly):
    list_display = ["name", "key", "scheme", "tenant", "updated_at"]
    list_filter = ["scheme", BY_TENANT]
    search_fields = ["name", "key", "id__exact"]
    exclude = ["secret"]


@admin.register(Connection)
class ConnectionAdmin(LookOnly):
    list_display = ["name", "service", "customer_page", "status", "tenant", "updated_at"]
    list_filter = ["status", BY_TENANT]
    list_select_related = ["tenant", "service", "customer"]
    search_fields = ["name", "service__name", "customer__name", "customer__external_id", "id__exact"]
    exclude = ["secret", "settings"]
    customer_page = linked("customer", Customer, column="customer")
