"""The admin: whoever runs this installation looks after tenants and finds out what happened.

For: reading everything but secrets, a few safe acts. Building and operating happen at the desk, with roles and history.
Django finds this package by its name; importing the modules registers their pages.
"""

from django.contrib import admin
from django.contrib.auth.models import Group

from designer.admin import history, people, published, sign_ins, storage, tenants

admin.site.unregister(Group)  # roles belong to members of tenants; nobody here is in a group

__all__ = ["history", "people", "published", "sign_ins", "storage", "tenants"]
