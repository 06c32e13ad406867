from website.core.forms.pages import SLUG_IS_TAKEN, BasePageCopyForm, BasePageForm

__all__ = ["SLUG_IS_TAKEN", "BasePageCopyForm", "BasePageForm"]
