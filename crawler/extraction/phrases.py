"""What lines say that stand in a story's container and are not the story, in many languages.

Every pattern is a list of fixed openings, tried at one place of a line of bounded length, so none
can run away.
"""

from __future__ import annotations

import re

_LABELS = (
    # English
    r"read (?:more|next|also|the full \w+|on)|also read",
    r"more (?:on this|to read|from|stories)",
    r"see also|see more|related(?: (?:stories|articles?|news|coverage|topics?|content|posts?))?",
    r"recommended(?: (?:stories|reading|for you|articles))?|don['’]t miss|keep reading",
    r"watch(?: (?:also|more|live|the video|now))?",
    r"listen(?: (?:now|to this))?|most (?:read|popular)",
    r"trending|latest(?: news)?|top stories|you (?:may|might) (?:also )?like|more in",
    r"continue reading|editor['’]s picks?|further reading|explore more|advert(?:isement)?",
    r"sponsored|promoted|(?:story|article) continues below(?: advertisement)?|click here",
    r"share(?: this(?: article| story)?)?|print|comments?|tags?|topics?|sign up|subscribe",
    # German
    r"lesen sie(?: (?:auch|hier|mehr|dazu))?|mehr (?:zum thema|lesen|dazu|news)|auch interessant",
    r"das könnte sie auch interessieren|zum thema|weiterlesen|anzeige|werbung|themen|teilen",
    r"weitere (?:artikel|nachrichten|themen|meldungen)|empfehlung(?:en)? der redaktion",
    r"passend dazu|jetzt (?:lesen|abonnieren)|schlagworte",
    # French
    r"lire aussi|à lire(?: aussi)?|voir aussi|lire la suite|pour aller plus loin|publicité",
    r"sur le même sujet|en savoir plus|partager|à voir(?: aussi)?",
    # Spanish, Portuguese, Italian, Romanian
    r"le[ae] (?:también|además)|leer más|(?:ver|vea|mira) también|también lee|te puede interesar",
    r"más (?:información|sobre)|noticias? relacionadas?|compartir|publicidad|etiquetas|temas",
    r"leia (?:mais|também|ainda)|veja (?:também|mais)|saiba mais|publicidade|compartilhe",
    r"notícias relacionadas|relacionad[ao]s|leggi (?:anche|di più)|per approfondire|approfondisci",
    r"condividi|pubblicità|potrebbe interessarti(?: anche)?|guarda anche",
    r"cite(?:ște|ști|sc)(?:te)? (?:și|mai mult|mai departe)|citiți și|vezi și|publicitate",
    # Dutch and the North
    r"lees (?:ook|meer|verder)|bekijk ook|luister ook|advertentie|gerelateerd",
    r"läs (?:mer|också|även|vidare)|les (?:også|mer)|læs (?:også|mere)|se (?:også|även)",
    r"lue (?:myös|lisää)|annonse?|annonce|mainos|artik(?:kelen|eln) forts\w+ under annons\w+",
    # Slavic, Baltic, Hungarian, Greek
    r"czytaj (?:też|także|również|więcej|dalej)|zobacz (?:też|także|również|więcej)|reklama",
    r"przeczytaj(?: też| także| również)?|udostępnij|polecamy|powiązane",
    r"читайте (?:також|также|еще|ещё|ще|нас)|дивіться також|смотрите также|см\. также",
    r"реклама|поделиться|поширити|теги|більше новин|(?:материалы |ещё )?по теме|за темою",
    r"подробнее|детальніше|прочетете(?: още| също)?|вижте още|още по темата",
    r"čtěte také|přečtěte si(?: také)?|čítajte (?:aj|viac)|súvisiace|související",
    r"pročitaj(?:te)?(?: još| više| i)|povezane vijesti|preberite (?:še|tudi|več)",
    r"skaityk(?:ite)? (?:daugiau|taip pat)|taip pat skaitykite|lasi(?:et)? (?:arī|vairāk)",
    r"loe (?:ka|lisaks|edasi)|vaata ka|olvass?a? (?:el|tovább)|kapcsolódó(?: cikk(?:ek|ünk)?)?",
    r"hirdetés|διαβάστε (?:επίσης|περισσότερα|ακόμη|ακόμα)|δείτε (?:επίσης|ακόμη)",
    # Turkish, Indonesian, Vietnamese
    r"ilgili haber(?:ler)?|bunu da oku|ayrıca bak(?:ın)?|haberin devamı|devamını oku|etiketler",
    r"baca (?:juga|selengkapnya)|lihat juga|đọc thêm|xem thêm|tin liên quan",
    # Arabic, Hebrew, Persian, Chinese, Japanese, Korean
    r"[اإ]قرأ (?:أيضا|أيضاً|المزيد)|شاهد أيضا|مواضيع ذات صلة|קראו? (?:גם|עוד)|עוד בנושא",
    r"بیشتر بخوانید|関連記事|あわせて読みたい|続きを読む|おすすめ(?:情報|記事)?|広告",
    r"อ่าน(?:เพิ่มเติม|ต่อ)|(?:ข่าว|เรื่อง)ที่เกี่ยวข้อง|(?:यह|ये|इसे) भी पढ़ें|और पढ़ें",
    r"আরও? পড়ুন|مزید پڑھیں|یہ بھی پڑھیں|წაიკითხეთ (?:ასევე|მეტი)",
    r"相关(?:阅读|新闻|报道|文章)|延伸閱讀|更多|관련\s?기사|더보기",
)
_ANY_LABEL = "|".join(_LABELS)
LABEL = re.compile(rf"[\W_]{{0,5}}(?:{_ANY_LABEL})\b", re.IGNORECASE)
"""Opens a line that points to another page."""
ONLY_LABEL = re.compile(rf"[\W_]{{0,5}}(?:{_ANY_LABEL})[\W_]*", re.IGNORECASE)
POINTS = re.compile(r"\s?[:|>»–—-]")
"""Follows a label that a title follows."""

LEGAL = re.compile(
    r"(?:^|\W)(?:©|\(c\)\s|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits "
    r"réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti "
    r"riservati|riproduzione riservata|alle rechten voorbehouden|wszelkie prawa zastrzeżone"
    r"|все права защищены|усі права захищені|무단\s?전재|無断(?:転載|複写)|not be reproduced"
    r"|may not be published|privacy policy|terms of (?:use|service)|our standards:)",
    re.IGNORECASE,
)

SIGN_OFF = re.compile(
    r"[\W_]{0,3}(?:(?:additional |with )?(?:reporting|writing|editing|compiled|production|research)"
    r" (?:and (?:writing|editing) )?(?:by\b|from\b)"
    r"|sources?: \S)"
    r"|[\W_]{0,3}(?:责任编辑|責任編輯|编辑|編輯|校对|审核)\s?[:：]"
    r"|.{0,200}\b(?:contributed|added) to this (?:report|article|story)",
    re.IGNORECASE,
)
"""Says who else worked on a story; only looked for at its end."""

_PROMOTIONS = (
    r"(?:please )?(?:sign up|subscribe|follow (?:us|me|him|her|@|the|our|along)|like (?:us|this))",
    r"download|join (?:us|our|the conversation|thousands)|click here|e-?mail\b|got a|do you have",
    r"have (?:a|you got) (?:a )?(?:tip|story|question|news)|contact (?:us|the|him|her|me)",
    r"support (?:us|our|independent)|donate|become a|thanks? (?:you )?for (?:reading|watching)",
    r"send (?:us|your)|tell us|let us know|what do you think|visit (?:our|us)|never miss",
    r"get (?:the|our|all|more|unlimited|breaking|your) .{0,60}(?:news|inbox|app|delivered|updates)",
    r"for more (?:information|news|stories|on|like)|stay (?:up|tuned|informed|connected)",
    r"don['’]t miss|enjoy(?:ed|ing)? (?:this|our)|if you (?:liked?|enjoyed|found)",
    r"we (?:may )?earn|you can (?:also )?(?:follow|sign|subscribe|listen|find us)",
    r"listen (?:to|now|on)",
    r"disclaimer|disclosure|\*+ ?(?:quantities|prices?)",
    r"(?:abonnieren|folgen|testen|unterstützen|informieren|laden|bestellen) sie|hier geht es zu",
    r"jetzt (?:testen|abonnieren|anmelden|kostenlos)|hat ihnen dieser|mehr (?:nachrichten|infos)",
    r"inscrivez|abonnez|suivez|rejoignez|retrouvez|téléchargez|suscr[ií]b|s[ií]g(?:a|ue)nos",
    r"síguenos|descarg(?:a|ue)|únete|apúntate|assine|inscreva|siga\b|participe|clique|iscriviti",
    r"seguici|scarica|zapisz się|obserwuj|dołącz|wesprzyj|підписуй|підпишіть|приєднуй",
    r"подпис(?:ывай|ать|ка|ыва)|присоединяй|следите|стежте|følg|följ|prenumerera|tilmeld|abonner",
    r"(?:якщо ви|если вы|помітили|заметили|знайшли|нашли|побачили|увидели).{0,60}(?:помилк|ошибк)",
    r"iratkoz|kövess|abonează|urmăre|sledujte|odebírejte|přihlaste|abone ol|takip ed|bizi takip",
    r"ikuti|dapatkan|theo dõi|đăng ký|اشترك|تابع",
)
PROMOTION = re.compile(
    rf"[\W_]{{0,5}}(?:{'|'.join(_PROMOTIONS)})"
    r"|.{0,200}\bnewsletters?\b.{0,80}\b(?:sign up|subscribe|here|inbox|abonn|anmeld|inscri|suscr"
    r"|hier|free|weekly|daily|informiert)"
    r"|.{0,200}\b(?:sign up|subscribe|anmelden|abonnieren)\b.{0,60}\bnewsletter",
    re.IGNORECASE,
)
"""Opens a line that asks its reader for something; only looked for at the end of a story."""

CREDIT = re.compile(
    r"(?:images?|photos?|fotos?|bild|pictures?|pictured|credit|file photo|фото|zdjęcie|fot\.|ảnh"
    r"|写真)"
    r"\s?(?:\||:|：|©|/|credit|by\b|above|,)"
    r"|.{0,300}\((?:photo|picture|image|foto|bild|pic|credit|getty|afp|reuters|ap photo|screenshot)"
    r"\b[^()]{0,80}\)\s*$",
    re.IGNORECASE,
)
"""A caption with its credit."""

PRESENTS_PERSON = re.compile(
    r"\b(?:is|was|has|works|covers|writes|joined|ist|war|arbeitet|es|est|é|è|jest|är|er)\b",
    re.IGNORECASE,
)

PRESENTS_REPORTER = re.compile(
    r"(?-i:[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3})"
    r" (?:is|was|has been) (?:an?|the|our|currently) "
    r"[^.!?]{0,80}\b(?:reporter|correspondent|editor|writer|columnist|journalist|producer)\b"
    r"[^.!?]{0,40}\b(?:at|for|with|covering|based|who)\b",
    re.IGNORECASE,
)
"""Opens a line that presents who wrote the story, whoever that is."""

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|fév|avr|juin|juil|août|déc"
    "|ene|abr|ago|dic|fev|set|out|gen|mag|giu|lug|ott|січ|лют|берез|квіт|трав|черв|лип|серп|верес"
    "|жовт|листоп|груд|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|maj|cze|lip|sie"
    "|wrz|paź|lis|gru|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara"
)
DATE = re.compile(
    r"\d{1,2}[./:-]\d{1,2}[./:-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d{1,2}月|\d{4}년"
    rf"|\b\d{{1,2}}\.?,?(?: de)? (?:{_MONTHS})\w{{0,8}}\.?,?(?: de)?(?: \d{{4}})?"
    rf"|\b(?:{_MONTHS})\w{{0,8}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? ?(?:\d{{4}})?",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2}(?::\d{2})?|h\d{2})(?:\s?[ap]\.?m\b\.?)?"
_BEFORE_CLOCK = (
    r"[\s,|·•–—-]{0,4}(?:(?:um|at|à|a las|às|alle|ore|om|kl\.?|klo|о|об|в|o|godz\.?|ob)\s)?"
)
MOMENT = re.compile(
    rf"(?:{_CLOCK}[\s,|·•–—-]{{1,4}})?(?:{DATE.pattern})(?:{_BEFORE_CLOCK}{_CLOCK})?"
    r"(?:\s?(?:Uhr|[A-Z]{3,4}\b|[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
"""A date in a line, with the hour beside it."""

BYLINE = re.compile(
    r"[\W_]{0,3}(?:by|written by|words by|story by|reported by|von|text|par|por|da|di|door|av|af"
    r"|tekst|autor|autorzy|author|auteur|autore|автор|автори|авторы|szerző|yazar|oleh|penulis"
    r"|tác giả|बाय|लेखक|লেখক|โดย|เขียนโดย|ผู้เขียน|นักเขียน|του|της|γράφει(?: [οη])?|מאת|نویسنده|به قلم"
    r"|بقلم|كتبت?|ავტორი|文|取材・文|執筆|記者|记者|作者|撰文|글)(?:\s?[:：・／/]\s?|\s)",
    re.IGNORECASE,
)
"""Opens a line that names who wrote the story."""

_MINUTES_LONG = (
    r"\d{1,3}\s?[-–]?\s?(?:\d{1,3}\s?)?(?:min(?:[uū]\w{0,6})?\b\.?|mins\b\.?|m(?=\sread)|хв\w{0,6}\.?|мин\w{0,3}\.?"
    r"|dk\b|dakika|perc|λεπτ\w|分钟|分鐘|分|분|דקות|دقيقة|دقائق)"
)
_READING = (
    r"(?:(?:to )?read(?:ing)?(?: time)?|lesezeit|lesedauer|zum lesen|de lecture|lecture|de lectura"
    r"|de leitura|di lettura|leestijd|lezen|czytania|чита\w{1,6}|прочт\w{1,6}|lästid|läsning|å lese"
    r"|lesetid|læsetid|at læse|lukuaika|okuma(?: süresi)?|čtení|čítania|olvasás\w{0,3}"
    r"|阅读|閱讀|読了|읽기"
    r"|קריאה|قراءة)"
)
_READING_TIME_NAMES = (
    r"(?:(?:est(?:imated|\.)? )?(?:reading|read) time|lesezeit|lesedauer|(?:temps|durée) de lecture"
    r"|tiempo (?:estimado )?de lectura|tempo de leitura|tempo di lettura|leestijd|czas czytania"
    r"|час (?:на )?читання|время (?:на )?чтени[яе]|lästid|lesetid|læsetid|lukuaika|okuma süresi)"
)
READING_TIME = re.compile(
    rf"[\W_]{{0,3}}(?:{_READING_TIME_NAMES}[\W_]{{0,4}}(?:ca\.? |約|about )?{_MINUTES_LONG}"
    rf"|(?:ca\.? |about |約)?{_MINUTES_LONG}[\s-]{{0,2}}{_READING})",
    re.IGNORECASE,
)
"""Opens what says how long a story takes to read."""
