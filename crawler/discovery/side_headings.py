"""The words that stand over side blocks on any site, as tables.

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

HOT_HEADINGS = (
    "Hot news", "Top news", "Top stories", "Most read", "Most popular", "Popular", "Trending",
    "Trending now", "Must read", "Editor's picks", "Editors' picks", "Головне", "Головні новини",
    "Топ новини", "Популярне", "Популярні новини", "Найпопулярніше", "Гарячі новини", "Главное",
    "Главные новости", "Популярное", "Популярные новости", "Горячие новости", "Meistgelesen",
    "Top-Themen", "Les plus lus", "Le plus lu", "Lo más leído", "Más leídas", "Mais lidas",
    "I più letti", "Più letti", "Najczęściej czytane", "Najpopularniejsze", "Meest gelezen",
    "Mest läst", "Mest lest", "Nejčtenější", "Çok okunanlar", "الأكثر قراءة",
)  # fmt: skip

LATEST_HEADINGS = (
    "Latest", "Latest news", "Latest stories", "Latest articles", "Latest posts", "Recent posts",
    "Recent news", "Recent stories", "Newest", "News feed", "Останні новини", "Останнє",
    "Стрічка новин", "Стрічка", "Свіжі новини", "Последние новости", "Последнее",
    "Лента новостей", "Лента", "Свежие новости", "Neueste Artikel", "Neueste Nachrichten",
    "Aktuelle Nachrichten", "Dernières nouvelles", "Dernières actualités", "Les dernières infos",
    "Últimas noticias", "Lo último", "Últimas notícias", "Ultime notizie", "Ultimissime",
    "Najnowsze", "Ostatnie wiadomości", "Laatste nieuws", "Senaste nytt", "Siste nytt",
    "Seneste nyt", "Nejnovější", "Poslední zprávy", "Son haberler", "آخر الأخبار",
)  # fmt: skip
