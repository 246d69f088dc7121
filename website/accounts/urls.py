"""Addresses of the account pages, below every language: docs/reference/addresses.md."""

from django.urls import path

from website.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("sign-in/", views.SignIn.as_view(), name="account_sign_in"),
    path("sign-out/", views.sign_out, name="account_sign_out"),
    path("leave/", views.leave, name="account_leave"),
    path("password/", views.ChangePassword.as_view(), name="account_password"),
    path("password/link/", views.AskForLink.as_view(), name="account_ask_for_link"),
    path("password/link/sent/", views.link_sent, name="account_link_sent"),
    path("password/<uidb64>/<token>/", views.ChoosePassword.as_view(), name="account_choose_password"),
]
