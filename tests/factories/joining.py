from datetime import timedelta

import factory
from django.utils import timezone

from community.joining.models import Invitation, JoinRequest


class JoinRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JoinRequest

    email = factory.Sequence(lambda n: f"demande{n}@example.org")
    first_name = "Lucie"
    last_name = factory.Sequence(lambda n: f"Klein{n}")
    organisation_name = "Brasserie du Canal"
    why = "Nous cherchons un preneur."
    language = "fr"


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invite{n}@example.org")
    first_name = "Jonas"
    last_name = factory.Sequence(lambda n: f"Becker{n}")
    language = "en"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
