"""Where static files are collected in production."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "css/site.css"
_IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\);$', re.MULTILINE)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Serve one style sheet: its imports are replaced by the files that they name.

    Browsers would ask for those files in a second round trip, before they show anything. Django's development
    server has no such step and serves the sources.
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
