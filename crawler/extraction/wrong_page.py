"""Page + its Draft → why the page is no article, if it is not: a reason the spider counts.

A page that gave a body of some length and was answered with 200 is never called wrong for its
words alone: news write about captchas and missing pages too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.draft import Draft
from crawler.extraction.markup import BREAK, PARAGRAPH, collect
from crawler.page import Page

SHORT = 600
"""Characters of text below which a page's words may speak against it."""
LONGEST_HEADING = 100
READ = 4_000
"""Characters of a page's text that the phrases are looked for in."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A page that is no article: ``reason`` is a short stable word, ``detail`` what was seen."""

    reason: str
    detail: str


_CHALLENGE_MARKS = re.compile(
    rb"/cdn-cgi/challenge-platform/|cf-browser-verification|cf_chl_opt|__cf_chl_|cf-challenge"
    rb"|_Incapsula_Resource|captcha-delivery\.com|px-captcha|/_px/|ddos-guard|sgcaptcha"
    rb"|awsWafCookieDomainList|akamai-challenge|challenge-form|qrator",
)
_CHALLENGE = re.compile(
    r"just a moment\W|checking (?:if the site|your browser)|attention required!|verify(?:ing)? "
    r"(?:that )?you are (?:a )?human|are you a (?:human|robot)|enable javascript and cookies"
    r"|please enable (?:js|javascript)|access (?:to this page has been )?denied|request (?:blocked"
    r"|unsuccessful)|you have been blocked|unusual traffic|complete the captcha|ddos protection by"
    r"|перевірка (?:вашого )?браузера|проверка (?:вашего )?браузера"
    r"|доступ (?:заборонено|запрещ[её]н)"
    r"|підтвердіть, що ви не робот|подтвердите, что вы не робот|zugriff verweigert|accès refusé"
    r"|acceso denegado|accesso negato|dostęp zabroniony",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"\b(?:error )?404\b"
    r"|page (?:cannot|can't|could not|couldn't) be found|not found|no longer (?:available|exists)"
    r"|does(?:n't| not) exist|nothing (?:was )?found|we can(?:'|’)?t find"
    r"|сторінк\w+ не (?:знайдено|існує)|не знайдено|страниц\w+ не (?:найдена|существует)|не найден"
    r"|seite (?:wurde )?nicht gefunden|nicht gefunden|page (?:est )?introuvable|page non trouvée"
    r"|página no (?:encontrada|existe)|no se encontró|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|nie znaleziono|nie istnieje|strana nenalezena|stránka nenalezena"
    r"|sayfa bulunamadı|sidan (?:kunde inte hittas|hittades inte)|siden (?:blev|ble) ikke funnet"
    r"|ページが見つかりません|页面不存在|找不到|الصفحة غير موجودة|לא נמצא",
    re.IGNORECASE,
)
_NOT_FOUND_HEADING = re.compile(
    r"(?:\W|oops|ooops|whoops|uh[ -]?oh|sorry|error|erreur|fehler|ошибка|помилка|code|http|404)*"
    r"(?:(?:this|the|that) )?(?:(?:page|article|story|content)(?: (?:that )?you(?: are|'re|’re|r)?"
    r" (?:looking for|requested|were looking for))? )?(?:could not be found|cannot be found"
    r"|can[’']?t be found|(?:was |is )?not found|does(?: not|n[’']t) exist"
    r"|(?:is )?no longer (?:available|exists?)|404"
    r"|(?:страниц\w+|сторінк\w+|материал|матеріал) не (?:найден\w*|знайден\w*|існує|существует)"
    r"|seite (?:wurde )?nicht gefunden|page (?:est )?introuvable|page non trouvée"
    r"|página no (?:encontrada|existe)|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|strona nie (?:została znaleziona|istnieje)|stránka nenalezena)\W*",
    re.IGNORECASE,
)
"""Nothing but that: no headline of a story."""
_WALL = re.compile(
    r"before you continue|we (?:value|care about) your privacy|accept (?:all )?cookies"
    r"|log ?in to (?:continue|read)|sign in to (?:continue|read)|subscribe to (?:continue|read)"
    r"|create (?:a free|an) account to|already a subscriber|увійдіть, щоб|войдите, чтобы"
    r"|akzeptieren und weiter|weiterlesen mit|zustimmen (?:und|&) weiter|accepter et continuer"
    r"|aceptar y continuar|accetta e continua|akceptuję",
    re.IGNORECASE,
)

_PHRASES = (("challenge", _CHALLENGE), ("not-found", _NOT_FOUND), ("wall", _WALL))


def find_wrong(page: Page, draft: Draft) -> Wrong | None:
    """Why ``page`` is no article; None where nothing speaks against it."""
    if not page.body.strip():
        return Wrong("empty", "the answer has no body")
    if not _looks_like_markup(page.body):
        return Wrong("not-html", "the answer is not a document")
    if page.status in (404, 410):
        return Wrong("not-found", f"status {page.status}")
    if heading := _find_not_found_heading(page):
        return Wrong("not-found", heading)
    if _body_length(draft) >= SHORT and page.status < 400:
        return None
    return _by_words(page, draft)


def _find_not_found_heading(page: Page) -> str | None:
    """The page's first heading, if it says nothing but that there is no such page."""
    first = next(page.root.iter("h1"), None)
    text = " ".join("".join(first.itertext()).split()) if first is not None else ""
    is_long = len(text) > LONGEST_HEADING
    return text if not is_long and _NOT_FOUND_HEADING.fullmatch(text) else None


def is_challenge_page(page: Page) -> bool:
    """True if a gatekeeper's page stands in for the one that was asked for."""
    if _CHALLENGE_MARKS.search(page.body):
        return True
    text = _beginning(page)
    return bool(
        _CHALLENGE.search(_document_title(page)) or (len(text) < READ and _CHALLENGE.search(text))
    )


def is_not_found_page(page: Page) -> bool:
    """True if a page without stories says, where a listing was asked for, that there is none."""
    text = _beginning(page)
    return bool(
        _NOT_FOUND.search(_document_title(page)) or (len(text) < SHORT and _NOT_FOUND.search(text))
    )


def _looks_like_markup(body: bytes) -> bool:
    """False for JSON, plain text and binary data: no tag in the first bytes."""
    start = body[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return (
        not start.startswith((b"{", b"[", b"%PDF"))
        and re.search(rb"<[a-zA-Z!?]", start) is not None
    )


def _body_length(draft: Draft) -> int:
    body = draft.first("body")
    return sum(map(len, body.values)) if body else 0


def _by_words(page: Page, draft: Draft) -> Wrong | None:
    title = _document_title(page)
    text = _beginning(page)
    if mark := _CHALLENGE_MARKS.search(page.body):
        return Wrong("challenge", mark[0].decode("ascii", "replace"))
    if page.status in (401, 403, 429, 503):
        return Wrong("challenge", f"status {page.status}")
    # Words that news use too say nothing of a page that bears the marks of an article.
    for reason, pattern in _PHRASES[:1] if _has_article_marks(draft) else _PHRASES:
        if said := pattern.search(title) or (len(text) < READ and pattern.search(text)):
            return Wrong(reason, " ".join(said[0].split()))
    if page.status >= 400:
        return Wrong("status", f"status {page.status}")
    return None if _body_length(draft) else Wrong("no-body", "no text was found")


def _beginning(page: Page) -> str:
    """The page's first READ characters as a reader sees them."""
    pieces, length = [], 0
    for piece in collect(page.root):
        pieces.append(piece)
        length += len(piece)
        if length >= READ:
            break
    return "".join(pieces)[:READ].replace(PARAGRAPH, "\n").replace(BREAK, "\n")


def _document_title(page: Page) -> str:
    title = next(page.root.iter("title"), None)
    return (title.text or "").strip() if title is not None else ""


def _has_article_marks(draft: Draft) -> bool:
    """A page that says when it was published is an article, however little of it is shown."""
    return "published" in draft.fields and "body" in draft.fields
