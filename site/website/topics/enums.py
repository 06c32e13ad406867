from babel import Locale
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def _name_of_country(code: str) -> str:
    """Return the name from CLDR in the active language, or in English if none is active (in migrations)."""
    return Locale.parse((get_language() or "en")[:2]).territories[code]


_country = lazy(_name_of_country, str)


class TerritoryKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DEPARTMENT = "department", _("Department")
    INTERCOMMUNAL = "intercommunal", _("Intercommunal body")
    DISTRICT = "district", _("District")
    CANTON = "canton", _("Canton")
    PROVINCE = "province", _("Province")
    CROSS_BORDER = "cross-border", _("Cross-border territory")
    OTHER = "other", _("Other territory")


class Country(models.TextChoices):
    FRANCE = "FR", _country("FR")
    GERMANY = "DE", _country("DE")
    BELGIUM = "BE", _country("BE")
    LUXEMBOURG = "LU", _country("LU")
    SWITZERLAND = "CH", _country("CH")
    SPAIN = "ES", _country("ES")


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    LOCAL_AUTHORITY = "local-authority", _("Local authority")
    CHAMBER = "chamber", _("Chamber")
    CLUSTER = "cluster", _("Cluster or business club")
    ASSOCIATION = "association", _("Association")
    RESEARCH = "research", _("Research and training")
    PUBLIC_AGENCY = "public-agency", _("Public agency")
    CONSULTANCY = "consultancy", _("Consultancy")
    WASTE_SYNDICATE = "waste-syndicate", _("Waste management authority")


class Stage(models.TextChoices):
    """The stage of an approach."""

    AWARENESS = "awareness", _("Awareness")
    PRELIMINARY_STUDY = "preliminary-study", _("Preliminary study")
    DIAGNOSIS = "diagnosis", _("Diagnosis and flow analysis")
    FACILITATION = "facilitation", _("Facilitation and implementation")
    EVALUATION = "evaluation", _("Evaluation")
    SUSTAINED = "sustained", _("Established")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    ETALAB = "etalab-2.0", _("Open Licence 2.0 (Etalab)")
    ALL_RIGHTS = "all-rights-reserved", _("All rights reserved")
