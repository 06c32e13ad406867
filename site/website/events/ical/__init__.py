from .components import CalendarEvent, CalendarHead, render_calendar, render_event

__all__ = ["CalendarEvent", "CalendarHead", "render_calendar", "render_event"]
