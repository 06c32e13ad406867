"""Send allauth's mails through the outbox, so that a mail server that is down does not break the sign-in."""

from website.accounts.adapters import AccountAdapter
from website.notifications.actions import notify
from website.notifications.models import ExternalRecipient


class MailingAccountAdapter(AccountAdapter):
    def post(self, message, language):
        """Address the mail, not the account: a link for one address must not go to another if the account changes."""
        recipients = [ExternalRecipient(address, language) for address in message.to]
        notify(recipients, "account", subject=message.subject, text=message.body)
