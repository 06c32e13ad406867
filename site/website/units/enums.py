from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """The units in which quantities are entered. `Period` says whether a quantity is per year."""

    KG = "kg", _("kg")
    TONNE = "t", _("t")
    KILOTONNE = "kt", _("kt")
    TONNE_CO2E = "t CO2e", _("t CO₂e")
    KWH = "kWh", _("kWh")
    MWH = "MWh", _("MWh")
    GWH = "GWh", _("GWh")
    GJ = "GJ", _("GJ")
    TOE = "toe", _("toe")
    LITRE = "L", _("L")
    CUBIC_METRE = "m³", _("m³")
    EURO = "€", _("€")
    FTE = "FTE", _("FTE")
    UNITS = "units", _("units")
    PALLETS = "pallets", _("pallets")
    HOURS = "h", _("h")
    SQUARE_METRE = "m²", _("m²")

    def label_with(self, period: str) -> str:
        """Return the unit as written after a number: `t per year`, `€`."""
        return f"{self.label} {Period.YEAR.label}" if period == Period.YEAR else str(self.label)


class Period(models.TextChoices):
    YEAR = "year", _("per year")
    ONCE = "once", _("once")


class Dimension(models.TextChoices):
    """What a unit measures. Quantities of different dimensions are never added or compared."""

    MASS = "mass"
    EMISSIONS = "emissions"
    ENERGY = "energy"
    VOLUME = "volume"
    MONEY = "money"
    LABOUR = "labour"
    TIME = "time"
    AREA = "area"
    COUNT = "count"
    PALLETS = "pallets"
