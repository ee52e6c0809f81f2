"""Integrations, their versions and URLs; customers, their instances; credentials without their secrets."""

from __future__ import annotations

from django.contrib import admin

from designer.admin.base import LookOnly
from runtime.credentials.models import Credential
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.routing.models import Endpoint


@admin.register(Integration)
class IntegrationAdmin(LookOnly):
    list_display = ["name", "key", "tenant", "live_version", "created_at"]
    list_select_related = ["tenant", "live_version__integration"]
    search_fields = ["name", "key", "=id"]


@admin.register(Version)
class VersionAdmin(LookOnly):
    list_display = ["integration", "number", "tenant", "comment", "published_by", "created_at"]
    list_select_related = ["tenant", "integration"]
    search_fields = ["integration__name", "comment", "published_by", "=id"]


@admin.register(Customer)
class CustomerAdmin(LookOnly):
    list_display = ["name", "external_id", "tenant", "created_at"]
    search_fields = ["name", "external_id", "aliases__alias", "=id"]


@admin.register(Instance)
class InstanceAdmin(LookOnly):
    list_display = ["integration", "customer", "version", "enabled", "tenant", "updated_at"]
    list_filter = ["tenant", "enabled"]
    list_select_related = ["tenant", "customer", "integration", "version__integration"]
    search_fields = ["integration__name", "customer__name", "customer__external_id", "=id"]
    exclude = ["config"]  # a customer's values; some are as good as secrets


@admin.register(Endpoint)
class EndpointAdmin(LookOnly):
    """The whole URL is a secret of the tenant, so it is searched for but not listed."""

    list_display = ["id", "type", "integration", "flow_key", "tenant", "created_at"]
    list_filter = ["type", "tenant"]
    list_select_related = ["tenant", "integration"]
    search_fields = ["=token", "=previous_token", "=id", "integration__name"]
    exclude = ["token", "previous_token"]


@admin.register(Credential)
class CredentialAdmin(LookOnly):
    list_display = ["name", "key", "scheme", "tenant", "updated_at"]
    list_filter = ["scheme", "tenant"]
    search_fields = ["name", "key", "=id"]
    exclude = ["secret"]
