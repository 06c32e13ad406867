"""Files of posts, served to people who may read the post."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from community.forum.models import Attachment
from community.forum.permissions import can_see_post


@require_safe
@cache_control(private=True, max_age=300)
def attachment(request, pk):
    """Serve a photo inline, a document as a download."""
    found = get_object_or_404(Attachment.objects.select_related("post__topic__board"), pk=pk)
    if not can_see_post(request.user, found.post):
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=not found.is_image, filename=found.filename, content_type=found.media_type)
