"""The words that stand over a block of related stories, as a table.

Case, spaces, colons and arrows do not matter. A new language is a line here and one in the tests.
"""

from __future__ import annotations

RELATED_HEADINGS = (
    "Related", "Related stories", "Related articles", "Related news", "Related content",
    "Related posts", "Related topics", "Related coverage", "Related links", "More about",
    "More on this", "More on this story", "More on this topic", "More from this story",
    "Read also", "Read more", "Also read", "See also", "Read next", "You may also like",
    "You might also like", "Similar articles", "Similar news", "In this story", "On this topic",
    "Читайте також", "Читайте також:", "Також читайте", "Дивіться також", "Схожі новини",
    "Матеріали за темою", "Новини за темою", "За темою", "По темі", "Більше за темою",
    "Більше про", "Ще за темою", "Пов'язані новини", "Пов’язані новини", "Схожі матеріали",
    "Читайте также", "Также читайте", "Смотрите также", "Материалы по теме", "Новости по теме",
    "По теме", "Больше по теме", "Больше о", "Ещё по теме", "Похожие новости",
    "Похожие материалы", "Связанные новости",
    "Mehr zum Thema", "Lesen Sie auch", "Auch interessant", "Das könnte Sie auch interessieren",
    "Verwandte Artikel", "Ähnliche Artikel", "Zum Thema", "Weitere Artikel zum Thema",
    "Lire aussi", "À lire aussi", "A lire aussi", "Sur le même sujet", "Articles liés",
    "Articles similaires", "Pour aller plus loin", "Voir aussi",
    "Lea también", "Lee también", "Te puede interesar", "Noticias relacionadas", "Relacionado",
    "Artículos relacionados", "Más sobre este tema", "Más información", "Ver también",
    "Leia também", "Notícias relacionadas", "Artigos relacionados", "Veja também", "Saiba mais",
    "Leggi anche", "Articoli correlati", "Correlati", "Potrebbe interessarti", "Vedi anche",
    "Czytaj także", "Czytaj też", "Zobacz także", "Zobacz też", "Przeczytaj także", "Powiązane",
    "Czytaj więcej", "Lees ook", "Lees meer", "Meer over dit onderwerp", "Gerelateerd",
    "Läs också", "Läs även", "Läs mer", "Les også", "Læs også", "Lue myös",
    "Čtěte také", "Související články", "Súvisiace články", "Prečítajte si aj", "Přečtěte si také",
    "Kapcsolódó cikkek", "Olvassa el", "Citește și", "Articole similare", "Вижте още",
    "Прочетете още", "Още по темата", "İlgili haberler", "Bunlar da ilginizi çekebilir",
    "Διαβάστε επίσης", "Σχετικά άρθρα", "اقرأ أيضا", "اقرأ أيضاً", "أخبار ذات صلة",
    "مواضيع ذات صلة", "קראו גם", "関連記事", "相关新闻", "相关阅读", "관련 기사", "관련기사",
)  # fmt: skip
