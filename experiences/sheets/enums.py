"""Choices of the fields of experience sheets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetStatus(models.TextChoices):
    """The status of a sheet as shown to its author."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("In review")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    PUBLISHED = "published", _("Published")
    PUBLISHED_WITH_CHANGES = "published-with-changes", _("Published, with changes not sent yet")
    UNPUBLISHED = "unpublished", _("No longer published")

    @classmethod
    def of(cls, *, is_live: bool, was_live: bool, has_changes: bool, review: str | None) -> "SheetStatus":
        """Return the status for the page's flags and `review`, the `WorkflowState` status of an open review or None."""
        if review == "in_progress":
            return cls.SUBMITTED
        if review == "needs_changes":
            return cls.CHANGES_REQUESTED
        if is_live:
            return cls.PUBLISHED_WITH_CHANGES if has_changes else cls.PUBLISHED
        return cls.UNPUBLISHED if was_live else cls.DRAFT


class Synergy(models.TextChoices):
    """The two types of synergy. `SynergyType` lists the sub-types."""

    SUBSTITUTION = "substitution", _("Substitution: one company uses what another no longer needs")
    MUTUALISATION = "mutualisation", _("Mutualisation: several companies share a service")


class SynergyType(models.TextChoices):
    """Type and sub-type: the part before the colon is a `Synergy`."""

    SUBSTITUTION_MATERIAL = "substitution:material", _("Substitution – by-product or material")
    SUBSTITUTION_WASTE = "substitution:waste", _("Substitution – waste")
    SUBSTITUTION_ENERGY = "substitution:energy", _("Substitution – energy (waste heat, cold, steam, biogas)")
    SUBSTITUTION_WATER = "substitution:water", _("Substitution – water (waste, rain, process)")
    MUTUALISATION_PURCHASING = "mutualisation:purchasing", _("Mutualisation – joint purchasing")
    MUTUALISATION_COLLECTION = "mutualisation:collection", _("Mutualisation – collection and treatment")
    MUTUALISATION_EQUIPMENT = "mutualisation:equipment", _("Mutualisation – equipment")
    MUTUALISATION_PREMISES = "mutualisation:premises", _("Mutualisation – premises, land and storage")
    MUTUALISATION_LOGISTICS = "mutualisation:logistics", _("Mutualisation – logistics and mobility")
    MUTUALISATION_SERVICES = "mutualisation:services", _("Mutualisation – business services")
    MUTUALISATION_SKILLS = "mutualisation:skills", _("Mutualisation – skills and shared jobs")
    MUTUALISATION_UTILITIES = "mutualisation:utilities", _("Mutualisation – production of energy or water")

    @property
    def synergy(self) -> Synergy:
        return Synergy(self.value.partition(":")[0])


class FactorKind(models.TextChoices):
    OBSTACLE = "obstacle", _("Obstacle")
    LEVER = "lever", _("Lever")


class FactorTheme(models.TextChoices):
    """The six themes of the ministry's working groups, plus four of the network."""

    GOVERNANCE = "governance", _("Governance")
    TRAINING = "training", _("Training")
    FINANCING = "financing", _("Financing")
    REGULATION = "regulation", _("Regulation")
    RESEARCH = "research", _("Research and development")
    EVALUATION = "evaluation", _("Evaluation")
    TECHNICAL = "technical", _("Technical")
    LAND = "land", _("Land and logistics")
    CULTURE = "culture", _("Culture and trust")
    INFORMATION = "information", _("Information and data")


class Indicator(models.TextChoices):
    """A measurable result. Each has one canonical unit (`indicators.CANONICAL_UNITS`)."""

    WASTE_DIVERTED = "waste-diverted", _("Waste diverted from disposal")
    MATERIAL_SAVED = "material-saved", _("Virgin material saved")
    GHG_AVOIDED = "ghg-avoided", _("Greenhouse gases avoided")
    ENERGY_SAVED = "energy-saved", _("Energy saved or recovered")
    WATER_SAVED = "water-saved", _("Water saved")
    COST_SAVED = "cost-saved", _("Cost saved")
    SALES_ADDED = "sales-added", _("Additional sales")
    INVESTMENT = "investment", _("Investment")
    JOBS = "jobs", _("Jobs created or kept")


class Evidence(models.TextChoices):
    ESTIMATED = "estimated", _("Estimated")
    DECLARED = "declared", _("Declared")
    MEASURED = "measured", _("Measured")
    VERIFIED = "verified", _("Verified")
