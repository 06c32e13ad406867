"""How provenances and contributions are read. `visible_to` is the twin of `permissions.can_see_provenance`."""

from django.apps import apps
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from community.knowledge.enums import Consent
from website.core.texts import has_older_version


class ProvenanceQuerySet(QuerySet):
    def of_text(self, page):
        """The provenance of a text, in whatever language it is read."""
        return self.filter(text__translation_key=page.translation_key)

    def with_page(self):
        """With what `Origin.page` asks for, in a statement of its own."""
        return self.select_related("text").prefetch_related("text__pages")

    def of_topic(self, topic):
        """What became of a topic, and of those that were merged into it."""
        return self.filter(Q(topic=topic.pk) | Q(topic__merged_into=topic.pk))

    def published(self):
        """A text counts where any of its languages is published and open to everybody."""
        open_texts = Page.objects.live().public().filter(alias_of=None)
        return self.filter(text__translation_key__in=open_texts.values("translation_key"))

    def kept_by(self, user):
        """Whose contributions `user` looks after: their creator, and who may publish the page."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
        originals = pages.filter(~has_older_version(), alias_of=None)
        return self.filter(
            Q(creator=user.pk) | Q(text__translation_key__in=originals.order_by().values("translation_key"))
        )

    def with_what_is_asked(self):
        """With whether something `is_online`, what `asks` to go out of it, and how many have not answered (`silent`)."""
        parts = apps.get_model("knowledge.Contribution").objects.filter(provenance=OuterRef("pk"))
        live = Page.objects.live().filter(translation_key=OuterRef("text__translation_key"), alias_of=None)
        silent = parts.filter(answer=Consent.ASKED).order_by().values("provenance").annotate(number=Count("pk"))
        return self.annotate(
            is_online=Exists(live),
            asks=Exists(parts.asking()),
            silent=Coalesce(Subquery(silent.values("number")), 0),
        )

    def asked_first(self):
        """What readers see before what they do not yet."""
        rank = Case(When(asks=True, is_online=True, then=0), When(asks=True, then=1), default=2)
        return self.order_by(rank, "-created_at", "-pk")

    def visible_to(self, user):
        """What is published, and the drafts that `user` looks after."""
        kept = self.kept_by(user).values("pk")
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=kept))


class ContributionQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def with_card(self):
        return self.select_related("provenance__topic__board", "provenance__text").prefetch_related(
            "provenance__text__pages"
        )

    def unanswered_first(self):
        waits = Case(When(answer=Consent.ASKED, then=0), default=1)
        return self.order_by(waits, "-provenance__created_at", "-pk")

    def asking(self):
        """The twin of `Credit.asks`."""
        return self.filter(Q(answer=Consent.DECLINED, removed_at=None) | Q(is_still_named=True))

    def in_the_text(self):
        """Whose part is in it and may be."""
        return self.exclude(answer=Consent.DECLINED).filter(removed_at=None)
