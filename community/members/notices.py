"""What members are told."""

from django.utils.translation import gettext_lazy as _

from website.notifications.notices import Notice, register

register(Notice("member-message", _("Personal messages"), is_letter=True))
