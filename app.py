"""The application, for `flask` and for any WSGI server: ``app:app``."""

import sys

from localoffer.errors import LocalOfferError
from localoffer.factory import create_app
from localoffer.web.site import EXTENSION

try:
    app = create_app()
    app.extensions[EXTENSION].gaps.save_regularly()
except LocalOfferError as problem:  # one sentence for whoever starts it, not a traceback
    sys.exit(f"Error: {problem}")
