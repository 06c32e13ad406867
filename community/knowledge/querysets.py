from django.apps import apps
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from community.knowledge.enums import Consent
from website.core.texts import has_older_version


class ProvenanceQuerySet(QuerySet):
    def of_text(self, page):
        """Filter by text, given any of its language versions."""
        return self.filter(text__translation_key=page.translation_key)

    def with_page(self):
        """Prefetch what `Provenance.page` reads."""
        return self.select_related("text").prefetch_related("text__pages")

    def of_topic(self, topic):
        """Filter by topic, including the topics that were merged into it."""
        return self.filter(Q(topic=topic.pk) | Q(topic__merged_into=topic.pk))

    def published(self):
        """Keep the texts with a language version that is published and public."""
        open_texts = Page.objects.live().public().filter(alias_of=None)
        return self.filter(text__translation_key__in=open_texts.values("translation_key"))

    def managed_by(self, user):
        """Keep what `user` created or may publish. Same rule as `permissions.can_manage_provenance`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
        originals = pages.filter(~has_older_version(), alias_of=None)
        return self.filter(
            Q(creator=user.pk) | Q(text__translation_key__in=originals.order_by().values("translation_key"))
        )

    def with_consent_status(self):
        """Annotate `is_online`, `needs_removal`, and `unanswered_count`: how many authors have not answered."""
        contributions = apps.get_model("knowledge.Contribution").objects.filter(provenance=OuterRef("pk"))
        live = Page.objects.live().filter(translation_key=OuterRef("text__translation_key"), alias_of=None)
        unanswered = (
            contributions.filter(answer=Consent.ASKED).order_by().values("provenance").annotate(number=Count("pk"))
        )
        return self.annotate(
            is_online=Exists(live),
            needs_removal=Exists(contributions.needing_removal()),
            unanswered_count=Coalesce(Subquery(unanswered.values("number")), 0),
        )

    def removals_first(self):
        """Put texts that need a removal first, published ones before drafts. Requires `with_consent_status`."""
        rank = Case(When(needs_removal=True, is_online=True, then=0), When(needs_removal=True, then=1), default=2)
        return self.order_by(rank, "-created_at", "-pk")

    def visible_to(self, user):
        """Keep published texts and what `user` manages. Same rule as `permissions.can_see_provenance`."""
        managed = self.managed_by(user).values("pk")
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=managed))


class ContributionQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def with_card(self):
        return self.select_related("provenance__topic__board", "provenance__text").prefetch_related(
            "provenance__text__pages"
        )

    def unanswered_first(self):
        rank = Case(When(answer=Consent.ASKED, then=0), default=1)
        return self.order_by(rank, "-provenance__created_at", "-pk")

    def needing_removal(self):
        """Same rule as `Contribution.needs_removal`."""
        return self.filter(Q(answer=Consent.DECLINED, removed_at=None) | Q(is_still_named=True))

    def in_the_text(self):
        """Keep the parts that were neither declined nor removed."""
        return self.exclude(answer=Consent.DECLINED).filter(removed_at=None)
