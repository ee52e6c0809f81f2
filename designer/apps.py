from django.apps import AppConfig


class DesignerConfig(AppConfig):
    name = "designer"
    verbose_name = "Hookyard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from designer.accounts.services import forget_people
        from designer.audit import services
        from runtime import deeds
        from runtime.removal import carrying_out as removal
        from runtime.retention import policies

        deeds.keep_with(services.keep)
        policies.forget_audit_with(services.forget)
        removal.first(forget_people)
