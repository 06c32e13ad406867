"""Posts as `community.moderation` reports and decides on them."""

from django.utils.text import Truncator

from community.forum.actions.locking import locked_post
from community.forum.actions.moderating import hide_post, show_post
from community.forum.actions.posting import rewrite_post
from community.forum.enums import State
from community.forum.models import Board, BoardMember, Post
from community.forum.permissions import board_managers_among, can_moderate, can_see_post, keeps_boards, memberships_of
from community.forum.texts import for_editing
from community.members.enums import Visibility
from community.moderation.enums import ModerationState
from community.moderation.registry import ModerationPreview, ModerationSubject, register_subject
from website.accounts.models import User

MODERATION_STATES = {
    State.SHOWN: ModerationState.SHOWN,
    State.WAITING: ModerationState.WAITING,
    State.HIDDEN: ModerationState.HIDDEN,
    State.DELETED: ModerationState.GONE,
}
NEIGHBOURS_EACH_SIDE = 2


class PostModerationSubject(ModerationSubject):
    name = "post"
    model = "forum.Post"

    def things(self, level=Visibility.MEMBERS):
        return Post.objects.select_related("topic__board", "author").as_seen_at(level)

    def lock(self, thing):
        post, _topic = locked_post(thing.pk)
        return post

    def moderated_by(self, user):
        return Post.objects.filter(topic__board__in=Board.objects.moderated_by(user))

    def can_moderate(self, user, thing):
        return can_moderate(user, thing.topic.board)

    def moderates(self, user):
        return keeps_boards(user) or any(memberships_of(user).values())

    def who_moderates(self, pairs):
        boards = {thing.topic.board_id for _user, thing in pairs}
        people = {user.pk for user, _thing in pairs}
        rows = BoardMember.objects.filter(is_moderator=True, board__in=boards, user__in=people)
        named = set(rows.values_list("user", "board"))
        managers = board_managers_among(people)
        return {
            (user.pk, thing.pk)
            for user, thing in pairs
            if user.is_active and (user.pk in managers or (user.pk, thing.topic.board_id) in named)
        }

    def every_moderator(self):
        return BoardMember.objects.filter(is_moderator=True).values_list("user", flat=True).distinct()

    def moderators(self, thing):
        people = User.objects.filter(board_memberships__board=thing.topic.board, board_memberships__is_moderator=True)
        return list(people.filter(is_active=True).order_by("pk"))

    def can_see(self, user, thing):
        return can_see_post(user, thing)

    def place(self, thing):
        return thing.topic.board

    def standing(self, thing):
        return MODERATION_STATES[State(thing.state)]

    def text_for_editing(self, user, thing):
        return for_editing(thing.body, user)

    def preview(self, thing):
        return ModerationPreview(
            title=thing.topic.title,
            url=thing.get_absolute_url(),
            place=thing.topic.board.name,
            person=thing.author,
            html=thing.html,
            excerpt=Truncator(" ".join(thing.text.split())).chars(220),
            moment=thing.created_at,
            language=thing.topic.language,
        )

    def neighbours(self, thing):
        """Return previews of the shown posts just before and after; for a waiting post, of the last ones."""
        rows = self.things().filter(topic=thing.topic_id, position__isnull=False, state=State.SHOWN)
        rows = rows.exclude(pk=thing.pk)
        place = thing.position or thing.topic.last_position + 1
        before = list(rows.filter(position__lt=place).order_by("-position")[:NEIGHBOURS_EACH_SIDE])
        after = rows.filter(position__gt=place).order_by("position")[:NEIGHBOURS_EACH_SIDE]
        return [self.preview(post) for post in (*reversed(before), *after)]

    def hide(self, moderator, thing):
        hide_post(moderator, thing)

    def show(self, moderator, thing):
        show_post(moderator, thing)

    def rewrite(self, moderator, thing, text, notice):
        return rewrite_post(moderator, thing, text, notice)


register_subject(PostModerationSubject())
