from community.moderation.models.cases import Case, Report
from community.moderation.models.complaints import Complaint
from community.moderation.models.decisions import Decision, Suspension

__all__ = ["Case", "Complaint", "Decision", "Report", "Suspension"]
