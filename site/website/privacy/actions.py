"""What a person may do with all that the site keeps of them: take it along, have it erased."""

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
from website.privacy.models import KEPT, DataExport
from website.privacy.permissions import can_erase_account
from website.privacy.tasks import make_export

logger = logging.getLogger(__name__)


def request_export(user) -> DataExport:
    """Have everything of `user` packed in the background; the one that is being made already, where there is one."""
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
            # It may be done before this has found it: then another one can be made.
            if export := DataExport.objects.of(user).in_the_making().first():
                return export


def build_export(pk: int) -> None:
    """Pack one export. Called by the worker; a second call, or one for what has gone, does nothing."""
    export = DataExport.objects.in_the_making().select_related("user").filter(pk=pk).first()
    if export is None:
        return
    try:
        with TemporaryFile() as packed:
            _pack(export, packed)
            packed.seek(0)
            export.file.save(f"{export.user_id}-{pk}.zip", File(packed), save=False)
    except Exception:  # whatever a file or a row had: the person is told, the log has the rest
        logger.exception("Export %s could not be made.", pk)
        DataExport.objects.filter(pk=pk).update(status=ExportStatus.FAILED)
        return
    is_kept = DataExport.objects.filter(pk=pk).update(status=ExportStatus.READY, file=export.file.name, done=F("total"))
    if not is_kept:  # the account was erased meanwhile, and no row tells of the file
        export.file.storage.delete(export.file.name)


def _pack(export: DataExport, target) -> None:
    """JSON for each holding and the files in folders of the holding's name; what is what stands in `about.txt`."""
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
                with file.open("rb") as source, archive.open(f"{holding.name}/{name}", "w") as place:
                    for chunk in source.chunks():
                        place.write(chunk)
                rows.update(done=F("done") + 1)


def _json(records) -> str:
    return json.dumps(list(records), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _distinct(files: list) -> Iterator[tuple[str, File]]:
    """The files, each with a name: no folder in it, and none twice."""
    taken = set()
    for name, file in files:
        name = PurePath(name).name
        while name in taken:
            name = f"_{name}"
        taken.add(name)
        yield name, file


@transaction.atomic
def delete_export(export: DataExport) -> None:
    """The row, and once that is sure the file; nothing where the row has gone."""
    # Locked and read again: the worker may just have written the name of the file.
    export = DataExport.objects.select_for_update().filter(pk=export.pk).first()
    if export is None:
        return
    name, storage = export.file.name, export.file.storage
    export.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def erase_account(user: User, *, wants_removal: bool = False, by: User | None = None) -> None:
    """Erase a person for good: each holding does its part before the row goes (`signal_handlers`).

    `wants_removal`: their texts go too; otherwise they stay without a name. Raises `PermissionDenied` for the last
    administrator. The log keeps that somebody was erased, when, and by whom, not who it was.
    """
    if not can_erase_account(user):
        raise PermissionDenied
    log(user, "privacy.erase", user=by if by != user else None, title=f"#{user.pk}", data={"texts": wants_removal})
    user.wants_removal = wants_removal
    user.delete()


def delete_expired_data(now: datetime) -> dict[str, int]:
    """Remove what is past its time, by holding: how much it was."""
    return {holding.name: holding.forget(now) for holding in personal_data.all_holdings()}


def delete_expired_exports(now: datetime) -> int:
    late = DataExport.objects.filter(created_at__lt=now - KEPT)
    for export in late:
        delete_export(export)
    return len(late)
