from django.db import models
from django.utils.translation import gettext_lazy as _


class ToolAudience(models.TextChoices):
    FACILITATORS = "facilitators", _("Facilitators")
    COMPANIES = "companies", _("Companies")
    AUTHORITIES = "authorities", _("Local authorities")
    EVERYONE = "everyone", _("Everyone")
