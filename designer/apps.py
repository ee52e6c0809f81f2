from django.apps import AppConfig


class DesignerConfig(AppConfig):
    name = "designer"
    verbose_name = "Hookyard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from designer.accounts.services import forget_people
        from designer.audit import services
        from designer.delivery import letters
        from designer.signing_in.models import SecondFactor
        from runtime import deeds
        from runtime.credentials import rotation
        from runtime.delivery import notices
        from runtime.erasing import carrying_out as erasing
        from runtime.removal import carrying_out as removal
        from runtime.retention import policies

        deeds.keep_with(services.keep)
        rotation.also(SecondFactor.objects, "secret")
        erasing.also(services.forget_customer)
        policies.forget_audit_with(services.forget)
        removal.first(forget_people)
        notices.tell_also(letters.tell)
