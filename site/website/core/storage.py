"""Where static files are collected in production."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "css/site.css"
_IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\);$', re.MULTILINE)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Serve a single style sheet by replacing its imports with the imported files.

    Browsers would need a second round trip to fetch those files before they show anything. Django's development
    server serves the sources instead.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and STYLE_SHEET in paths:
            bundle = _IMPORT.sub(lambda found: self._source(paths, f"css/{found[1]}"), self._source(paths, STYLE_SHEET))
            self.delete(STYLE_SHEET)
            self.save(STYLE_SHEET, ContentFile(bundle.encode()))
            paths = {**paths, STYLE_SHEET: (self, STYLE_SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    @staticmethod
    def _source(paths, name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
