from django.utils.translation import gettext_lazy as _

from website.core.listings import Listing, register
from website.faq.filters import AnswerFilterSet
from website.faq.models import AnswerPage
from website.topics.listings import NEWEST_FIRST, TITLE, TOPIC_COLUMNS

FAQ = register(
    Listing(
        name="faq",
        title=_("FAQ"),
        items=lambda reader: AnswerPage.objects.for_reader(reader.locale).with_topics().order_by("title", "pk"),
        filterset=AnswerFilterSet,
        columns=(TITLE, *TOPIC_COLUMNS),
        item_template="faq/answer_card.html",
        empty_text=_("Frequently asked questions and the network’s answers will appear here."),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)
