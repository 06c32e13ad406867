from django.utils.translation import gettext_lazy as _

from community.organisations.enums import ProposalStatus
from community.organisations.models import ChangeProposal, OrganisationEditor
from website.core.personal_data import YEAR, Holding, register_holding, rows
from website.notifications.models import Notification


def _records(user) -> list[dict]:
    proposals = ChangeProposal.objects.filter(author=user)
    edited = OrganisationEditor.objects.filter(user=user)
    return [
        {
            "edits": rows(edited, "organisation__name", "created_at"),
            "proposals": rows(proposals, "organisation__name", "changes", "word", "status", "created_at", "answer"),
        }
    ]


def _erase(user, wants_removal: bool) -> None:
    OrganisationEditor.objects.filter(user=user).delete()
    proposals = ChangeProposal.objects.filter(author=user)
    Notification.objects.about(proposals).delete()
    proposals.update(word="")


def _forget(now) -> int:
    decided = ChangeProposal.objects.exclude(status=ProposalStatus.PENDING).filter(decided_at__lt=now - YEAR)
    return decided.delete()[0]


register_holding(
    Holding(
        name="organisations",
        what=_("The organisations whose entry you edit, and the changes you proposed."),
        why=_("So that the people who decide know who proposed a change, and can reply."),
        kept_for=_("One year after the decision."),
        on_erasure=_("Your name and your messages are removed from proposals. You no longer edit any entry."),
        models=("organisations.OrganisationEditor", "organisations.ChangeProposal"),
        records=_records,
        erase=_erase,
        forget=_forget,
    )
)
