"""Forms: what people type, checked before anything is done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from firsthand.desk.models import Account


class Renderer(DjangoTemplates):
    """Draws every field as label, help, errors, input."""

    form_template_name = "desk/form.html"


class NewAccount(forms.Form):
    """Somebody's name and password, for an account of their own."""

    username = forms.CharField(
        label=_("Your name here"),
        max_length=60,
        help_text=_("Under this name the log keeps what you decide."),
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters; a sentence is easier to keep than a word."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """Return the name, if nobody has it."""
        name = str(Account.normalize_username(self.cleaned_data["username"].strip()))
        if not name.isprintable() or Account.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has this name already, or it has characters that cannot be shown."))
        return name

    def clean(self) -> dict[str, Any]:
        """Hold the password to the rules."""
        said = super().clean() or {}
        if password := said.get("password"):
            try:
                validate_password(password, Account(username=said.get("username", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said
