from django.urls import path

from community.forum.views import attachments, boards, completion, drafts, organising, posts, topics, writing

urlpatterns = [
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("boards/<slug:slug>/read/", boards.board_read, name="board_read"),
    path("discussions/new/", writing.topic_new, name="discussion_new"),
    path("discussions/<int:pk>/", topics.discussion, name="discussion"),
    path("discussions/<int:pk>/unread/", topics.first_unread, name="discussion_unread"),
    path("discussions/<int:pk>/reply/", writing.reply, name="discussion_reply"),
    path("discussions/<int:pk>/pin/", organising.pin, name="discussion_pin"),
    path("discussions/<int:pk>/lock/", organising.lock, name="discussion_lock"),
    path("discussions/<int:pk>/organise/", organising.organise, name="discussion_organise"),
    path("discussions/complete/", completion.complete, name="complete"),
    path("my/drafts/", drafts.my_drafts, name="my_drafts"),
    path("drafts/save/", drafts.draft_save, name="draft_save"),
    path("drafts/drop/", drafts.draft_drop, name="draft_drop"),
    path("posts/preview/", writing.preview, name="post_preview"),
    path("posts/files/<int:pk>/", attachments.attachment, name="attachment"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/history/", posts.history, name="post_history"),
    path("posts/<int:pk>/edit/", writing.edit, name="post_edit"),
    path("posts/<int:pk>/delete/", posts.delete, name="post_delete"),
    path("posts/<int:pk>/restore/", posts.restore, name="post_restore"),
    path("posts/<int:pk>/thank/", posts.thank, name="post_thank"),
    path("posts/<int:pk>/accept/", posts.accept, name="post_accept"),
]
