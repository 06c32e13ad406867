"""Export and erase the personal data of a user, and delete data after its retention period."""

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePath
from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.log_actions import log

from website.accounts.models import User
from website.core import personal_data
from website.privacy.enums import ExportStatus
from website.privacy.models import LIFETIME, DataExport
from website.privacy.permissions import can_erase_account
from website.privacy.tasks import make_export

logger = logging.getLogger(__name__)


def request_export(user) -> DataExport:
    """Start an export of the user's data in the background and return it; return a pending one if there is one."""
    for stuck in DataExport.objects.of(user).stuck(timezone.now()):
        delete_export(stuck)
    while True:
        try:
            with transaction.atomic():
                export = DataExport.objects.create(user=user)
                log(user, "privacy.export", user=user)
                transaction.on_commit(partial(make_export.enqueue, export.pk))
                return export
        except IntegrityError:
            # The pending export may be finished before this query: then create another one.
            if export := DataExport.objects.of(user).pending().first():
                return export


def build_export(pk: int) -> None:
    """Write the file of a pending export. Do nothing if it is finished or deleted. Called by the worker."""
    export = DataExport.objects.pending().select_related("user").filter(pk=pk).first()
    if export is None:
        return
    try:
        with TemporaryFile() as packed:
            _pack(export, packed)
            packed.seek(0)
            export.file.save(f"{export.user_id}-{pk}.zip", File(packed), save=False)
    except Exception:  # any file or row may fail: the page shows the failure, the log the cause
        logger.exception("Export %s could not be made.", pk)
        DataExport.objects.filter(pk=pk).update(status=ExportStatus.FAILED)
        return
    exists = DataExport.objects.filter(pk=pk).update(status=ExportStatus.READY, file=export.file.name, done=F("total"))
    if not exists:  # the account was erased meanwhile
        export.file.storage.delete(export.file.name)


def _pack(export: DataExport, target) -> None:
    """Write a JSON file and a folder of files for each holding; `about.txt` describes them."""
    user, holdings = export.user, personal_data.all_holdings()
    files = {holding.name: list(holding.files(user)) for holding in holdings}
    rows = DataExport.objects.filter(pk=export.pk)
    rows.update(total=len(holdings) + sum(map(len, files.values())), done=0)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, translation.override(user.language):
        context = {"holdings": holdings, "person": user, "today": timezone.localdate()}
        archive.writestr("about.txt", render_to_string("privacy/about.txt", context))
        for holding in holdings:
            archive.writestr(f"{holding.name}.json", _json(holding.records(user)))
            rows.update(done=F("done") + 1)
            for name, file in _distinct(files[holding.name]):
                with file.open("rb") as source, archive.open(f"{holding.name}/{name}", "w") as member:
                    for chunk in source.chunks():
                        member.write(chunk)
                rows.update(done=F("done") + 1)


def _json(records) -> str:
    return json.dumps(list(records), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _distinct(files: list) -> Iterator[tuple[str, File]]:
    """Yield the files under unique names without folders."""
    taken = set()
    for name, file in files:
        name = PurePath(name).name
        while name in taken:
            name = f"_{name}"
        taken.add(name)
        yield name, file


@transaction.atomic
def delete_export(export: DataExport) -> None:
    """Delete the row and, after the commit, its file. Do nothing if the row is gone."""
    # Lock and read again: the worker may have set the file name since the row was loaded.
    export = DataExport.objects.select_for_update().filter(pk=export.pk).first()
    if export is None:
        return
    name, storage = export.file.name, export.file.storage
    export.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def erase_account(user: User, *, wants_removal: bool = False, by: User | None = None) -> None:
    """Erase an account permanently. `signal_handlers` lets each holding erase its data before the row is deleted.

    `wants_removal` removes published texts too; otherwise they remain without a name. Raises `PermissionDenied` for the
    last administrator. The log entry does not identify the erased person.
    """
    if not can_erase_account(user):
        raise PermissionDenied
    log(user, "privacy.erase", user=by if by != user else None, title=f"#{user.pk}", data={"texts": wants_removal})
    user.wants_removal = wants_removal
    user.delete()


def delete_expired_data(now: datetime) -> dict[str, int]:
    """Delete data whose retention period has passed; return the number of deleted rows by holding."""
    return {holding.name: holding.forget(now) for holding in personal_data.all_holdings()}


def delete_expired_exports(now: datetime) -> int:
    expired = DataExport.objects.filter(created_at__lt=now - LIFETIME)
    for export in expired:
        delete_export(export)
    return len(expired)
