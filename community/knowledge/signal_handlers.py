"""The publication check of texts created from topics."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.knowledge.models import Provenance
from community.knowledge.named_people import names_without_consent
from website.core.publication_checks import publication_check


@publication_check
@transaction.atomic
def missing_consents(page, revision) -> list[str]:
    """Block publication while the text contains a declined part or names somebody who has not agreed to it.

    Locks the provenance, as `answer_contribution` does, so that a simultaneous refusal is not missed.
    """
    provenance = Provenance.objects.of_text(page).select_for_update(of=("self",)).select_related("topic").first()
    if provenance is None:
        return []
    declined = [contribution for contribution in provenance.contributions.order_by("pk") if contribution.is_blocking]
    messages = []
    if declined:
        messages.append(
            _(
                "Not published: %(names)s did not give consent. Remove their contribution from the text, then "
                "confirm this on the page “Consent of contributors”."
            )
            % {"names": _names_of(declined)}
        )
    content = (revision or page.get_latest_revision()).content
    if named := [
        contribution for contribution in names_without_consent(provenance, content) if not contribution.is_blocking
    ]:
        messages.append(
            _(
                "Not published: the text names %(names)s, who did not agree to be named. Remove the name from the "
                "text, the title and summary, and the captions of photos and documents."
            )
            % {"names": _names_of(named)}
        )
    return messages


def _names_of(contributions) -> str:
    return ", ".join(contribution.name or _("Former member") for contribution in contributions)
