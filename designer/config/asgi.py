"""What an ASGI server is pointed at."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designer.config.settings")
pages = get_wsgi_application()  # sets up Django, which everything below needs

from designer.config.application import Application  # noqa: E402

application = Application(pages)
