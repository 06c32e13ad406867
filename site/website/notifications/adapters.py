"""allauth's mails leave through the outbox like all others: a mail server that is down takes no sign-in with it."""

from website.accounts.adapters import AccountAdapter
from website.notifications.actions import notify
from website.notifications.models import ExternalRecipient


class MailingAccountAdapter(AccountAdapter):
    def post(self, message, language):
        """To the address as it is now, whoever's it becomes: a link for one address is for no other."""
        people = [ExternalRecipient(address, language) for address in message.to]
        notify(people, "account", subject=message.subject, text=message.body)
