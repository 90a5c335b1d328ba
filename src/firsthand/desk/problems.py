"""Problems: what went wrong with a call of the API, as JSON; pages tell theirs in `troubles`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

_API: Final = "/api/"
_SAID: Final = {
    400: _("That could not be done"),
    401: _("It is not known who asks: send “Authorization: Bearer …” with a token that has not expired"),
    403: _("This is not open to you, or the token is not for it"),
    404: _("There is nothing here"),
    405: _("This cannot be done here"),
    409: _("It has changed since you looked. Nothing was written"),
    422: _("This is not what was asked for"),
    500: _("The desk made a mistake"),
    503: _("The archive cannot be used just now"),
}


def is_call(request: HttpRequest) -> bool:
    """Tell whether a request is a call of the API, to be answered as JSON."""
    return bool(request.path_info.startswith(_API))


def problem(status: int, said: str = "", *, headers: dict[str, str] | None = None, **more: Any) -> JsonResponse:
    """Return what went wrong: `{"error": …}`, and what more there is to tell of it."""
    said = said or str(_SAID.get(status, _SAID[400]))
    answer = JsonResponse({"error": said, **more}, status=status, headers=headers or {})
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="firsthand"'
    return answer
