from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from community.members.enums import Visibility, Who
from community.members.querysets import MemberQuerySet
from website.core.models import ListingPage
from website.topics.maps.clusters import Place
from website.topics.models import Language, Organisation, Territory, Theme


class DirectoryPage(ListingPage):
    """Organisations and members, as a list and as a map."""

    listing_name = "organisations"
    listing_template = "members/directory_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("directory")

    @classmethod
    def listing_addresses(cls):
        return {"organisations": (), "members": (("who", Who.PEOPLE),)}

    def serve(self, request, *args, **kwargs):
        from community.members.views.directory import directory  # views need the models

        return directory(request, self)


class Member(index.Indexed, models.Model):
    """A person of the network, as the directory shows them. The address stays with the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="member")
    slug = models.SlugField(_("slug"), unique=True, max_length=120)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("organisation")
    )
    job_title = models.CharField(_("function"), max_length=150, blank=True)
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("territory")
    )
    expertise = models.ManyToManyField(Theme, blank=True, related_name="experts", verbose_name=_("expertise"))
    languages = models.ManyToManyField(
        Language, blank=True, related_name="speakers", verbose_name=_("languages spoken")
    )
    bio = models.TextField(_("in a few words"), blank=True, max_length=1000)
    bio_language = models.CharField(
        _("language of these words"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("Shown to members only."))
    visibility = models.CharField(
        _("who sees me in the directory"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MemberQuerySet.as_manager()

    search_fields = [
        index.RelatedFields("user", [index.SearchField("first_name"), index.SearchField("last_name", boost=2)]),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.RelatedFields("expertise", [index.SearchField("name_fr"), index.SearchField("name_de")]),
        index.SearchField("job_title"),
        index.SearchField("bio"),
        index.FilterField("id"),
        index.FilterField("visibility"),
    ]
    panels = [
        *(FieldPanel(name) for name in ("user", "slug", "organisation", "job_title", "territory")),
        *(FieldPanel(name, widget=CheckboxSelectMultiple) for name in ("expertise", "languages")),
        *(FieldPanel(name) for name in ("bio", "bio_language", "phone", "visibility")),
    ]

    class Meta:
        ordering = ["user__last_name", "user__first_name", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self):
        """Never the e-mail address that an account without a name goes by."""
        return self.user.get_full_name() or self.slug

    def get_absolute_url(self):
        return reverse("member", args=[self.slug])

    @property
    def initials(self) -> str:
        return "".join(name[:1] for name in (self.user.first_name, self.user.last_name)).upper()

    @property
    def country(self) -> str:
        """The code of the country they work in, or nothing."""
        place = self.organisation or self.territory
        return place.country if place else ""

    @property
    def place(self) -> str:
        """Their organisation's town, else their territory, in words."""
        return self.organisation.place if self.organisation else str(self.territory or "")

    @property
    def whereabouts(self) -> Place | None:
        """Their organisation's place on the map, else their territory's."""
        place = self.organisation and self.organisation.whereabouts
        return place or (self.territory and self.territory.whereabouts)

    @property
    def feed_summary(self) -> str:
        return ", ".join(filter(None, (self.job_title, self.organisation and self.organisation.name, self.place)))

    @property
    def feed_id(self) -> str:
        """Names them for ever, whatever becomes of their name and slug (RFC 4151)."""
        return f"tag:{settings.CALENDAR_UID_HOST},2026:members/{self.pk}"

    @property
    def feed_published(self):
        return self.joined_at
