from django.http import JsonResponse
from django.views.decorators.http import require_safe

from community.forum import completion
from community.forum.forms import CompletionForm
from website.accounts.permissions import limited, sign_in_required
from website.core.listings import Reader
from website.core.sections import active_locale


@require_safe
@sign_in_required
@limited("completion")
def complete(request):
    """Return completions for the letters typed after `@` or `#`, as JSON for `completing.js`."""
    form = CompletionForm(request.GET, reader=request.user)
    if not form.is_valid():
        return JsonResponse({"items": [], "errors": form.errors}, status=400)
    words, board = form.cleaned_data["q"], form.cleaned_data["board"]
    if form.cleaned_data["sign"] == "@":
        items = completion.members(words, request.user, board)
    else:
        items = completion.things(words, Reader(request.user, active_locale()))
    return JsonResponse({"items": items}, headers={"Cache-Control": "private, no-store"})
