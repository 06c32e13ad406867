from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from community.forum.enums import BoardAudience
from community.forum.querysets import BoardQuerySet
from website.core.models import ListingPage
from website.topics.models import Territory, Theme, Vocabulary


class ForumPage(ListingPage):
    """The page that lists all boards, and all topics as one filtered list."""

    listing_name = "discussions"
    listing_template = "forum/forum_page.html"
    page_view = "community.forum.views.boards.forum"
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("forum")


def _about(language):
    return models.TextField(language, blank=True, max_length=500)


class Board(Vocabulary, ClusterableModel):
    """A place for topics: of a theme, a territory or a working group."""

    about_fr, about_de = _about(_("purpose, in French")), _about(_("purpose, in German"))
    about_nl, about_en = _about(_("purpose, in Dutch")), _about(_("purpose, in English"))
    audience = models.CharField(
        _("who can read it"), max_length=10, choices=BoardAudience, default=BoardAudience.MEMBERS
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="boards", verbose_name=_("theme")
    )
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="boards", verbose_name=_("territory")
    )
    first_posts_wait = models.PositiveSmallIntegerField(
        _("first posts to review"),
        default=0,
        help_text=_("Number of posts by a new member that a moderator reviews before others can read them."),
    )
    is_open = models.BooleanField(_("open for new topics"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = BoardQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("slug"), *Vocabulary.names]),
        MultiFieldPanel([FieldPanel(f"about_{code}") for code in ("fr", "de", "nl", "en")], heading=_("Purpose")),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("is_open"), FieldPanel("first_posts_wait")],
            heading=_("Access and moderation"),
        ),
        MultiFieldPanel(
            [FieldPanel("theme"), FieldPanel("territory"), FieldPanel("order")],
            heading=_("Related theme and territory"),
        ),
        InlinePanel("memberships", heading=_("Moderators, and members of a closed group")),
    ]

    class Meta(Vocabulary.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def get_absolute_url(self):
        return reverse("board", args=[self.slug])

    @property
    def about(self) -> str:
        return getattr(self, f"about_{(get_language() or 'fr')[:2]}", "") or self.about_fr

    @property
    def is_public(self) -> bool:
        return self.audience == BoardAudience.PUBLIC


class BoardMember(models.Model):
    """A member of a closed group, or a moderator of a board."""

    board = ParentalKey(Board, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_memberships", verbose_name=_("person")
    )
    is_moderator = models.BooleanField(_("is a moderator"), default=False)

    panels = [FieldPanel("user"), FieldPanel("is_moderator")]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="one_membership_per_board_and_person")]
        verbose_name = _("board member")
        verbose_name_plural = _("board members")

    def __str__(self):
        return f"{self.user_id} in {self.board_id}"
