"""The notice for messages to members."""

from django.utils.translation import gettext_lazy as _

from website.notifications.notices import Notice, register_notice

register_notice(Notice("member-message", _("Personal messages"), is_letter=True))
