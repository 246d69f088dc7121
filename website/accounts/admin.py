"""Wagtail's own sign-in and sign-out, for accounts that have no way into the editors' side as well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from wagtail.admin.views.account import LoginView, LogoutView, PasswordResetView

from website.accounts.limits import few_links
from website.accounts.views import without_cookies


class AdminSignIn(LoginView):
    """Leads a reader to the page meant, or to the account: the editors' side would only show this form again."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and not _may_enter(request):
            return HttpResponseRedirect(reverse("account"))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_success_url(self) -> str:
        url = str(super().get_success_url())
        is_closed = url.startswith(reverse("wagtailadmin_home")) and not _may_enter(self.request)
        return reverse("account") if is_closed else url


class AdminSignOut(LogoutView):
    """Ends the session of whoever asks; Wagtail's own address lets only editors sign out."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return without_cookies(super().dispatch(request, *args, **kwargs))


def _may_enter(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


# They stand before Wagtail's own, which are reached by the same addresses and names.
urlpatterns = [
    path("admin/login/", AdminSignIn.as_view()),
    path("admin/logout/", AdminSignOut.as_view()),
    path("admin/password_reset/", few_links(PasswordResetView.as_view())),
]
