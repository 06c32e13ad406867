"""How allauth's forms behave here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Coordinators make the accounts: nobody becomes a member by signing up alone."""

    def is_open_for_signup(self, request):
        return False
