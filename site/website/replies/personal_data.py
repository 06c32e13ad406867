from django.utils.translation import gettext_lazy as _

from website.core.personal_data import Holding, register_holding, rows
from website.replies.models import InboundMail

register_holding(
    Holding(
        name="replies",
        what=_("That you answered by mail, and what became of the mail; nothing of what it says."),
        why=_("So that a mail that arrives twice is posted once, and no two machines write to each other for ever."),
        kept_for=_("Ninety days; the mail itself, where the site fetches it from a mailbox, thirty."),
        on_erasure=_("Erased."),
        models=("replies.InboundMail",),
        records=lambda user: rows(InboundMail.objects.of(user), "message_id", "received_at", "outcome", "answered_at"),
        erase=lambda user, _wants_removal: InboundMail.objects.of(user).delete(),
        forget=lambda now: InboundMail.objects.expired(now).delete()[0],
    )
)
