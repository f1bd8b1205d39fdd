"""The application, for `flask` and for any WSGI server: ``app:app``."""

from localoffer.factory import create_app

app = create_app()
