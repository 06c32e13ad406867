from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from community.members.audiences import FIELDS, MemberView, audience_name
from community.members.enums import DirectoryScope, QuestionsPerMonth, Visibility
from community.members.querysets import MemberQuerySet
from community.members.validators import validate_no_address
from website.core.models import ListingPage
from website.maps.clusters import Place
from website.topics.models import Language, Organisation, Territory, Theme


class DirectoryPage(ListingPage):
    """The directory of organisations and members, as a list and as a map."""

    listing_name = "organisations"
    listing_template = "members/directory_page.html"
    page_view = "community.members.views.directory.directory"
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("directory")

    @classmethod
    def listing_addresses(cls):
        return {"organisations": (), "members": (("who", DirectoryScope.PEOPLE),)}


def _audience(default=Visibility.MEMBERS, choices=Visibility.choices):
    return models.CharField(_("who can see it"), max_length=10, choices=choices, default=default)


def _private_audience():
    return _audience(Visibility.NOBODY, Visibility.choices[1:])


class Member(models.Model):
    """A member's entry in the directory. The e-mail address is a field of the account.

    Each field has an audience: display members only through `view`, and filter them only by `MemberQuerySet.visible`.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="member")
    slug = models.SlugField(_("slug"), unique=True, max_length=120)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("organisation")
    )
    job_title = models.CharField(_("job title"), max_length=150, blank=True, validators=[validate_no_address])
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("territory")
    )
    expertise = models.ManyToManyField(Theme, blank=True, related_name="experts", verbose_name=_("expertise"))
    languages = models.ManyToManyField(
        Language, blank=True, related_name="speakers", verbose_name=_("languages spoken")
    )
    bio = models.TextField(_("about you"), blank=True, max_length=1000, validators=[validate_no_address])
    bio_language = models.CharField(
        _("language of this text"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("Never shown to the public."))
    visibility = models.CharField(
        _("who can see me in the directory"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )
    # Only the member sees and sets this.
    questions_per_month = models.PositiveSmallIntegerField(
        _("questions I can be asked"), choices=QuestionsPerMonth, default=QuestionsPerMonth.NONE
    )
    organisation_audience = _audience()
    job_title_audience = _audience()
    territory_audience = _audience()
    expertise_audience = _audience()
    languages_audience = _audience()
    bio_audience = _audience()
    phone_audience = _private_audience()
    email_audience = _private_audience()
    contact_audience = _audience()
    joined_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MemberQuerySet.as_manager()

    panels = [
        *(FieldPanel(name) for name in ("user", "slug", "organisation", "job_title", "territory")),
        *(FieldPanel(name, widget=CheckboxSelectMultiple) for name in ("expertise", "languages")),
        *(FieldPanel(name) for name in ("bio", "bio_language", "phone", "visibility")),
        MultiFieldPanel(
            [FieldPanel(audience_name(name), heading=words) for name, words in FIELDS.items()],
            heading=_("Who can see what"),
        ),
    ]

    class Meta:
        ordering = ["user__last_name", "user__first_name", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self):
        """Return the name, never the e-mail address."""
        return self.user.get_full_name() or self.slug

    def get_absolute_url(self):
        return reverse("member", args=[self.slug])

    @property
    def view(self) -> MemberView:
        """This member as the reader of the queryset sees them (see `visible_to`), by default as the public does."""
        return MemberView(self, getattr(self, "reader_level", Visibility.PUBLIC))

    @property
    def whereabouts(self) -> Place | None:
        return self.view.whereabouts

    @property
    def feed_summary(self) -> str:
        return self.view.summary

    @property
    def feed_id(self) -> str:
        """A permanent identifier that does not depend on name and slug (a tag URI, RFC 4151)."""
        return f"tag:{settings.CALENDAR_UID_HOST},2026:members/{self.pk}"

    @property
    def feed_published(self):
        return self.joined_at


class MemberSearchText(index.Indexed, models.Model):
    """The text that search finds a member by, for one level of readers.

    Rows are never updated but replaced (`actions.refresh_search_texts`), so that outdated entries of a search index
    that lags behind do not lead to the member.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="words")
    level = models.CharField(max_length=10, choices=Visibility.choices[:2])
    name = models.CharField(max_length=310)
    text = models.TextField()

    search_fields = [index.SearchField("name", boost=2), index.SearchField("text"), index.FilterField("level")]
    # `refresh_search_texts` updates the index.
    search_auto_update = False
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "level"], name="one_text_per_member_and_level")]

    def __str__(self):
        return f"{self.name} ({self.level})"
