"""Routes: every address of the desk, with the least role that each method needs."""

from __future__ import annotations

from allauth.urls import urlpatterns as allauth
from django.urls import include, path
from django.views.i18n import set_language

from firsthand.desk.access import route
from firsthand.desk.api.mount import urlpatterns as api
from firsthand.desk.views import (
    accounts,
    adding,
    cases,
    correcting,
    deciding,
    documents,
    lists,
    people,
    proof,
    statements,
    tokens,
)

urlpatterns = [
    route("", lists.home, "home", GET="viewer"),
    route("queue", lists.queue, "queue", GET="reviewer"),
    route("search", lists.search, "search", GET="viewer"),
    route("search/save", lists.save_search, "save_search", POST="viewer"),
    route("search/saved/<int:number>/drop", lists.drop_search, "drop_search", POST="viewer"),
    route("documents", lists.documents, "documents", GET="viewer"),
    route("documents/<uuid:name>", documents.document, "document", GET="viewer"),
    route("documents/<uuid:name>/beside/<uuid:other>", documents.beside, "beside", GET="viewer"),
    route("statements/<uuid:name>", statements.statement, "statement", GET="viewer"),
    route("people", lists.people, "people", GET="viewer"),
    route("people/<uuid:name>", people.person, "person", GET="viewer"),
    route("people/<uuid:name>/suggested", people.suggested, "suggested", GET="reviewer"),
    route("outlets", lists.outlets, "outlets", GET="viewer"),
    route("timeline", lists.timeline, "timeline", GET="viewer"),
    route("missing", lists.missing_hands, "missing", GET="viewer"),
    route("failed", lists.failed, "failed", GET="reviewer"),
    route("activity", lists.activity, "activity", GET="reviewer"),
    route("log/<int:number>", proof.entry, "entry", GET="custodian"),
    route("verify", proof.verify, "verify", GET="reviewer", POST="reviewer"),
    route("saved/<uuid:name>", documents.capture, "capture", GET="viewer"),
    route("saved/<uuid:name>/<int:place>", documents.part, "part", GET="reviewer"),
    route("saved/<uuid:name>/<int:place>/play", documents.recording, "recording", GET="reviewer"),
    route("decide/<str:verb>/<uuid:name>", deciding.decision, "decide", POST="reviewer"),
    route("judge/<uuid:a>/<uuid:b>", deciding.judgement, "judge", POST="reviewer"),
    route("step/<uuid:nearer>/<uuid:farther>", deciding.step, "step", POST="reviewer"),
    route("remark/<str:act>/<uuid:name>", deciding.remark, "remark", POST="reviewer"),
    route("statements/<uuid:name>/correct", correcting.correcting, "correct", GET="reviewer", POST="reviewer"),
    route("undo/<int:entry>", deciding.undoing, "undo", POST="reviewer"),
    route("add", adding.add, "add", GET="reviewer", POST="reviewer"),
    route("added", adding.additions, "additions", GET="reviewer"),
    route("added/<int:number>", adding.adding, "adding", GET="reviewer"),
    route("added/<int:number>/cancel", adding.cancel, "cancel", POST="reviewer"),
    route("added/<int:number>/retry", adding.retry, "retry", POST="reviewer"),
    route("welcome", accounts.welcome, "welcome", GET="anyone", POST="anyone"),
    route("invitation/<str:token>", accounts.invitation, "invitation", GET="anyone", POST="anyone"),
    route("users", accounts.users, "users", GET="custodian", POST="custodian"),
    route("users/<int:number>", accounts.user, "user", POST="custodian"),
    route("invitations/<str:token>/withdraw", accounts.withdraw, "withdraw", POST="custodian"),
    route("looks", accounts.looks, "looks", GET="custodian"),
    route("settings", accounts.settings, "settings", GET="viewer"),
    route("cases", cases.new_case, "new_case", POST="custodian"),
    route("cases/<uuid:name>", cases.case, "case", GET="custodian", POST="custodian"),
    route("training", cases.training, "training", GET="reviewer"),
    route("tokens", tokens.tokens, "tokens", GET="viewer", POST="viewer"),
    route("tokens/<int:number>/revoke", tokens.revoke, "revoke", POST="viewer"),
    route("language", set_language, "language", POST="anyone"),
    path("api/", include(api)),
    path("accounts/", include(allauth)),
]
handler400 = "firsthand.desk.troubles.bad"
handler403 = "firsthand.desk.troubles.refused"
handler404 = "firsthand.desk.troubles.not_found"
handler500 = "firsthand.desk.troubles.failed"
