from django.utils.translation import gettext_lazy as _

from experiences.approaches.filters import ApproachFilterSet
from experiences.approaches.models import ApproachPage
from website.core.listings import Column, Listing, register
from website.topics.listings import NEWEST_FIRST, TITLE, TOPIC_COLUMNS

APPROACHES = register(
    Listing(
        name="approaches",
        title=_("Approaches"),
        items=lambda reader: (
            ApproachPage.objects.for_reader(reader.locale)
            .with_topics()
            .select_related("lead_organisation")
            .order_by("title", "pk")
        ),
        filterset=ApproachFilterSet,
        columns=(
            TITLE,
            Column("stage", _("Stage"), lambda page: page.get_stage_display()),
            Column("start", _("Start"), lambda page: page.start_date),
            Column("end", _("End"), lambda page: page.end_date),
            Column("staff_fte", _("Staff (FTE)"), lambda page: page.staff_fte),
            Column("lead", _("Lead organisation"), lambda page: page.lead_organisation),
            *TOPIC_COLUMNS,
        ),
        item_template="approaches/card.html",
        empty_text=_("The approaches of the network’s territories will appear here."),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)
