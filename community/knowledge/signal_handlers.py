"""What stands against publishing a text that has grown from a topic; and the topic's page changes with the text."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from community.forum.actions.counting import touch
from community.knowledge.actions.agreeing import look_again
from community.knowledge.models import Origin
from community.knowledge.names import unagreed_names
from website.core.permissions import object_by


@object_by
@transaction.atomic
def who_has_not_agreed(page, revision) -> list[str]:
    """Parts that somebody does not want to be there, and names of people who have not agreed to theirs.

    The origin is held as an answer holds it: of a "no" and a publication in one instant the second sees the first.
    """
    origin = Origin.objects.of_text(page).select_for_update(of=("self",)).select_related("topic").first()
    if origin is None:
        return []
    declined = [credit for credit in origin.credits.order_by("pk") if credit.is_in_the_way]
    words = []
    if declined:
        words.append(
            _(
                "Not published: %(names)s did not agree. Take their part out of the text, then say so on the page "
                "“Who has agreed”."
            )
            % {"names": _listed(declined)}
        )
    content = (revision or page.get_latest_revision()).content
    if named := [credit for credit in unagreed_names(origin, content) if not credit.is_in_the_way]:
        words.append(
            _(
                "Not published: the text names %(names)s, who did not agree to be named. Take the name out wherever it "
                "stands: in the text, above it, and beside photos and documents."
            )
            % {"names": _listed(named)}
        )
    return words


def _listed(parts) -> str:
    return ", ".join(credit.name or _("Former member") for credit in parts)


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move], dispatch_uid="knowledge_text_changed")
def text_changed(sender, instance, **kwargs):
    """The topic says what it became: to whoever may see it, where it is. A name that is out of it is asked for no more."""
    for origin in Origin.objects.of_text(instance).select_related("topic", "page"):
        look_again(origin)
        touch(origin.topic)


@receiver(post_delete, sender=Origin, dispatch_uid="knowledge_origin_deleted")
def origin_deleted(sender, instance, **kwargs):
    touch(instance.topic)
