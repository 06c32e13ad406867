from django.utils.translation import gettext_lazy as _

from website.core.personal_data import Holding, register_holding, rows
from website.replies.models import InboundMail

register_holding(
    Holding(
        name="replies",
        what=_("That you answered by email, and what happened to the email. We do not keep its text."),
        why=_("So that an email that arrives twice is only posted once, and automatic replies do not go on for ever."),
        kept_for=_("90 days. If the site collects emails from a mailbox, the email itself is kept for 30 days."),
        on_erasure=_("Erased."),
        models=("replies.InboundMail",),
        records=lambda user: rows(InboundMail.objects.of(user), "message_id", "received_at", "outcome", "answered_at"),
        erase=lambda user, _wants_removal: InboundMail.objects.of(user).delete(),
        forget=lambda now: InboundMail.objects.expired(now).delete()[0],
    )
)
