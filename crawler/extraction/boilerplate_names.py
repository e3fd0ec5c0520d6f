"""The words of class names and ids that say "not the story": those of page authors in many
languages, of widely used systems and themes, and of the services that are built into pages.

A name is read word by word: what stands between blanks, hyphens, underscores and changes of case.
"""

from __future__ import annotations

_ALONE = (
    # other stories
    "related recommend popular trending latest headlines recirc teaser teasers ranking kanren "
    "osusume similar similares verwandt verwandte meistgelesen passend relacionada relacionado "
    "relacionadas relacionados correlati correlate approfondimenti gerelateerd relaterad "
    "relaterade relatert relateret relaterede polecane podobne powiazane souvisejici suvisiace "
    "kapcsolodo benzer povezano yarpp linklist "
    # advertisements, offers and requests
    "ad ads adv adslot adunit adbox adblock adzone adcontainer adwrapper adsense adsbygoogle "
    "adrotate werbung anzeige anzeigen publicidad publicidade publicite pubblicita advertentie "
    "reklam reklama reklame annons annonse annonce mainos oglas hirdetes sponsor banner promo "
    "taboola outbrain mgid revcontent zergnet dianomi teads ezoic quads marketing affiliate abo "
    "abobox signup cta optin inscription boletin onesignal mc4wp mailmunch mailerlite convertkit "
    # sharing and answers
    "share shares sharing social addtoany sharedaddy follow fb sns compartir compartilhar partage "
    "partager condividi teilen delen udostepnij paylas heateor essb sfsi mashsb sassy comment "
    "comments commenti comentario comentarios commentaire commentaires reacties comentarii disqus "
    "respond reply replies rating vote votes poll quiz feedback wpdiscuz "
    # ways around the site
    "sidebar rail breadcrumb breadcrumbs footer nav navbar navigation menu toolbar pagination "
    "pager widget toc topic topics tag tags keywords etiquetas schlagwort schlagworte stichworte "
    # who and when
    "byline author authors authorbio authorbox authorinfo authorcard authorblock authorprofile "
    "authordescription bio autor autorbox autoren autores auteur auteurs autore autori redakteur "
    "reporter reporters journalist journalists contributor contributors molongui saboxplugin "
    "timestamp dateline pubdate published date fecha datum meta metadata kicker "
    # pictures and players
    "caption captions credit credits copyright image images img photo photos foto fotos picture "
    "pic bild bildunterschrift bildtext bildzeile bildnachweis legende legenda didascalia "
    "epigrafe figure gallery slideshow carousel slider player readspeaker audioplayer videometa "
    "videoinfo videodescription "
    # what lies over a page, and what is not shown
    "popup modal overlay consent gdpr login register hidden noprint "
    # things of their own beside a story
    "disclaimer infobox factbox embed embedbox embedded "
)
_OPENINGS = (
    "relacionad recommend recirc morestor newsletter subscri promo teaser advert sponsor banner "
    "affiliate donat social follow facebook komment disqus widget caption thumb cookie consent "
    "screenreader skiplink byline suscri yorum molongui heateor rating "
)
_PAIRS = (
    "read-more more-on more-from more-stories more-news also-read read-also see-also most-read "
    "most-viewed most-popular link-list sign-up support-us app-download app-promo side-bar "
    "article-meta post-meta entry-meta video-info video-meta video-description tag-list skip-link "
    "skip-links pull-quotes sr-only visually-hidden screen-reader print-only pull-quote "
    "quote-author fact-box ai-summary product-card product-box author-bio author-box author-info "
    "author-card author-block author-profile author-description text-caption jp-relatedposts "
    "code-block up-next read-next next-article next-post next-story next-up previous-article "
    "previous-post top-stories top-news hot-news mag-box about-author to-action wp-polls "
    "latest-posts td-module a-rec post-ratings hs-cta lire-aussi voir-aussi plus-lus leggi-anche "
    "piu-letti ti-potrebbe leia-mais leia-tambem veja-mais veja-tambem saiba-mais mais-lidas "
    "lea-tambien lee-tambien te-puede mas-leidas mas-leidos mas-noticias mehr-zum "
    "auch-interessant meist-gelesen weitere-artikel weitere-themen lees-ook lees-meer las-mer "
    "les-ogsa les-mer laes-ogsa laes-mere lue-myos czytaj-takze czytaj-tez przeczytaj-takze "
    "zobacz-takze ilgili-haber ilgili-haberler baca-juga tin-lien xem-them pie-foto "
)

PAIRS = frozenset(_PAIRS.split())
"""Neighbouring words that say it together."""
WORDS = frozenset(_ALONE.split()) | frozenset(pair.replace("-", "") for pair in PAIRS)
"""Words that say it alone; what two words say is often written as one."""
OPENINGS = tuple(_OPENINGS.split())
"""Beginnings of words that say it alone."""
WALLS = frozenset({"paywall", "regwall", "premiumwall"})
WALL_PARTS = frozenset(
    {"teaser", "offer", "box", "message", "prompt", "overlay", "banner", "cta", "notice", "promo"}
)
"""What is named after a wall is the offer; what is named a wall may be the story behind it."""
