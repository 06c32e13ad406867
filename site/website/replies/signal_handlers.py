"""Receive mails from the provider's webhook. An exception refuses the mail, and the provider tries again."""

from anymail.signals import inbound
from django.dispatch import receiver

from website.replies.actions import receive


@receiver(inbound, dispatch_uid="replies_receive")
def receive_from_the_provider(sender, event, **kwargs):
    receive(event.message)
