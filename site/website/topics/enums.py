from django.db import models
from django.utils.translation import gettext_lazy as _


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
    FRANCE = "FR", _("France")
    GERMANY = "DE", _("Germany")
    BELGIUM = "BE", _("Belgium")
    LUXEMBOURG = "LU", _("Luxembourg")
    SWITZERLAND = "CH", _("Switzerland")
    SPAIN = "ES", _("Spain")


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    LOCAL_AUTHORITY = "local-authority", _("Local authority")
    CHAMBER = "chamber", _("Chamber")
    CLUSTER = "cluster", _("Cluster or business club")
    ASSOCIATION = "association", _("Association")
    RESEARCH = "research", _("Research and training")
    PUBLIC_AGENCY = "public-agency", _("Public agency")
    CONSULTANCY = "consultancy", _("Consultancy")
    WASTE_SYNDICATE = "waste-syndicate", _("Waste syndicate")



class Stage(models.TextChoices):
    """Where a démarche stands."""

    AWARENESS = "awareness", _("Awareness")
    PRELIMINARY_STUDY = "preliminary-study", _("Preliminary study")
    DIAGNOSIS = "diagnosis", _("Diagnosis and flow analysis")
    FACILITATION = "facilitation", _("Facilitation and implementation")
    EVALUATION = "evaluation", _("Evaluation")
    SUSTAINED = "sustained", _("Sustained")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    ETALAB = "etalab-2.0", _("Open Licence 2.0 (Etalab)")
    ALL_RIGHTS = "all-rights-reserved", _("All rights reserved")
