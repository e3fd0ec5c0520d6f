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
    (
        r"(?:must|now) read|continue reading|editor['’]s picks?|further reading|explore more"
        r"|advert(?:isement)?"
    ),
    r"sponsored|promoted|(?:story|article) continues below(?: advertisement)?|click here",
    r"share(?: this(?: article| story)?)?|print|comments?|tags?|topics?|sign up|subscribe",
    # German
    r"lesen sie(?: (?:auch|hier|mehr|dazu))?|mehr (?:zum thema|lesen|dazu|news)|auch interessant",
    r"das könnte sie auch interessieren|zum thema|weiterlesen|anzeige|werbung|themen|teilen",
    r"weitere (?:artikel|nachrichten|themen|meldungen)|empfehlung(?:en)? der redaktion",
    r"passend dazu|jetzt (?:lesen|abonnieren)|schlagworte|lesetipp|mehr lesen|auch lesenswert",
    # French
    r"lire (?:aussi|également)|[aà] lire(?: aussi| également)?|voir aussi|lire la suite|publicité",
    r"pour aller plus loin|lire nos (?:informations|articles)",
    r"sur le même sujet|en savoir plus|partager|à voir(?: aussi)?",
    # Spanish, Portuguese, Italian, Romanian
    r"le[ae]r? (?:también|además|más)|(?:ver|vea|mir[aáe]) (?:también|más)|también lee",
    r"(?:te|le|les) puede interesar|llegi(?:u|r)? també|llegeix (?:també|més)|et pot interessar",
    r"más (?:información|sobre)|noticias? relacionadas?|compartir|publicidad|etiquetas|temas",
    r"leia (?:mais|também|ainda)|veja (?:também|mais)|saiba mais|publicidade|compartilhe",
    (
        r"notícias relacionadas|relacionad[ao]s|(?:leggi|vedi) (?:anche|di più)"
        r"|per approfondire|approfondisci"
    ),
    r"condividi|pubblicità|potrebbe interessarti(?: anche)?|guarda anche",
    r"cite(?:ște|ști|sc)(?:te)? (?:și|mai mult|mai departe)|citiți și|vezi și|publicitate",
    # Dutch and the North
    r"lees (?:ook|meer|verder)|meer lezen|bekijk ook|luister ook|advertentie|gerelateerd",
    r"läs (?:mer|också|även|vidare)|les (?:også|mer)|læs (?:også|mere)|se (?:også|även)",
    (
        r"lue (?:myös|lisää)|(?:sjá|lestu) (?:einnig|meira)|annonse?|annonce|mainos"
        r"|artik(?:kelen|eln) forts\w+ under annons\w+"
    ),
    # Slavic, Baltic, Hungarian, Greek
    r"czytaj (?:też|także|również|więcej|dalej)|zobacz (?:też|także|również|więcej)|reklama",
    r"przeczytaj(?: też| także| również)?|udostępnij|polecamy|powiązane",
    r"читайте (?:також|также|еще|ещё|ще|нас)|дивіться також|смотрите также|см\. также",
    r"реклама|поделиться|поширити|теги|більше новин|(?:материалы |ещё )?по теме|за темою",
    (
        r"читайте по теме|прочитајте (?:још|уште|и)|подробнее|детальніше|прочетете(?: още"
        r"| също)?|вижте още|още по темата"
    ),
    r"čtěte také|přečtěte si(?: také)?|(?:pre)?čítajte (?:si|aj|viac)|súvisiace|související",
    r"pročitaj(?:te)?(?: još| više| i)|povezane vijesti|preberite (?:še|tudi|več)",
    r"skaityk(?:ite)? (?:daugiau|taip pat)|taip pat skaitykite|lasi(?:et)? (?:arī|vairāk)",
    r"susijus(?:i|ios|ę) (?:naujiena|naujienos|tema)|lexo (?:edhe|më shumë|gjithashtu)",
    (
        r"ezt is olvas\w{1,3}(?: el)?|loe (?:ka|lisaks|edasi)|vaata ka|olvass?a? (?:el"
        r"|tovább)|kapcsolódó(?: cikk(?:ek|ünk)?)?"
    ),
    r"hirdetés|διαβάστε (?:επίσης|περισσότερα|ακόμη|ακόμα)|δείτε (?:επίσης|ακόμη)",
    r"διαβαστε (?:επισης|περισσοτερα|ακομη|ακομα)|δειτε (?:επισης|ακομη)",
    # Turkish, Indonesian, Vietnamese
    (
        r"ilgili haber(?:ler)?|bunu da oku|ayrıca bak(?:ın(?:ız)?)?|həmçinin oxu\w{0,3}"
        r"|haberin devamı|devamını oku|etiketler"
    ),
    (
        r"baca (?:juga|lagi|selengkapnya)|(?:lihat|simak) juga|basahin|soma (?:pia|zaidi)"
        r"|đọc thêm|xem thêm|tin liên quan"
    ),
    # Arabic, Hebrew, Persian, Chinese, Japanese, Korean
    r"(?:[اإ]قرأ|شاهد|طالع) (?:أيض\S{1,3}|المزيد)|مواضيع ذات صلة|קראו? (?:גם|עוד)|עוד בנושא",
    (
        r"(?:بیشتر|همچنین|لطفا) بخوانید|مطالب مرتبط|関連記事|あわせて読みたい|続きを読む"
        r"|おすすめ(?:情報|記事)?|広告"
    ),
    r"อ่าน(?:เพิ่มเติม|ต่อ)|(?:ข่าว|เรื่อง)ที่เกี่ยวข้อง|(?:यह|ये|इसे) भी (?:पढ़ें|पढ़िए|देखें)",
    r"(?:यह|ये|इसे) भी (?:पढ़ें|पढ़िए)|और पढ़ें|(?:हेही|आणखी) वाचा|ಇದನ್ನೂ ಓದಿ|ഇതും വായിക്കുക|ഇതും വായിക്കൂ",
    r"மேலும் (?:படிக்க|வாசிக்க)|இதையும் படி\S{0,8}|ఇది కూడా చదవండి|ఇవి కూడా చదవండి|આ પણ વાંચો|ਇਹ ਵੀ ਪੜ੍ਹੋ",
    r"আর[ওো]? ?পড়ুন|আর[ওো]? পড়ুন|կարդացե?ք նաև|مزید پڑھیں|یہ بھی پڑھیں|წაიკითხეთ (?:ასევე|მეტი)",
    r"[相關关]{2}(?:阅读|閱讀|新闻|新聞|报道|報導|文章)|延伸[閱阅][讀读]|[推薦荐]{2}[閱阅][讀读]|更多(?:新聞|新闻)?",
    (
        r"看更多|[▶▷]?\s?関連(?:リンク|ニュース)?|관련\s?기사|더\s?(?:보기|읽어\s?보기)"
        r"|함께 (?:보면|읽으면) 좋은 기사"
    ),
)
_ANY_LABEL = "|".join(_LABELS)
LABEL = re.compile(rf"[\W_]{{0,5}}(?:{_ANY_LABEL})(?!\w)", re.IGNORECASE)
"""Opens a line that points to another page."""
ONLY_LABEL = re.compile(rf"[\W_]{{0,5}}(?:{_ANY_LABEL})[\W_]*", re.IGNORECASE)
LINKED_LABEL = re.compile(
    r"[\W_]{0,5}(?:read|more|watch|see|up next|video|photos?|pictures|gallery|opinion"
    r"|explainer|analysis|live"
    r"|podcast|quiz|plus|hintergrund|interview|kommentar|lire|voir|vidéo|dossier|zoom"
    r"|en fotos|fotos"
    r"|galería|vídeo|galleria|foto|saken oppdateres)\s?[:|：]\s",
    re.IGNORECASE,
)
"""Opens a line that points to another page if most of the line is a link."""
POINTS = re.compile(r"\s?[:|>»–—-]")
"""Follows a label that a title follows."""

_PICTURE = (
    r"images?|photos?|fotos?|bild|pictures?|credit|file photo|фото(?:графия|графія)?|снимка|zdjęcie"
    r"|fot\.?|ảnh|写真|撮影|图(?:片(?:来源)?|源)?|圖(?:片(?:來源)?|源)?|摄影?|攝影?|사진(?:\s?제공|\s?출처)?"
    r"|φωτ(?:ογραφία|ο)?\.?|fotoğraf(?:lar)?|fotó|kép|fotografie|fotografía|imagen|imagem|immagine"
    r"|kuvat?|bilde|billede|nuotr(?:auka)?\.?|slika|crédits?|crédito|credito|illustration"
    r"|ภาพ|फोटो|फ़ोटो|तस्वीर|ছবি|صورة|الصورة|تصوير|عکس|תצלום|צילום|תמונה"
)
CREDIT = re.compile(
    rf"(?:{_PICTURE})\s?(?::|：|=|©|／|\|)"
    r"|(?:images?|photos?|fotos?|bild|pictures?|pictured|credit|file photo|图|圖)"
    r"\s?(?:/|credit|by\b|above|,)"
    r"|(?:©|crédits? photo|foto ansa|ap photo|afp photo|getty images|shutterstock|istock|alamy"
    r"|picture alliance|imago images|unsplash|pixabay|pexels|wikimedia commons)[^.!?]{0,60}$"
    r"|.{0,300}[(（](?:getty|afp|reuters|ap photo|screenshot|pic)\b[^()（）]{0,80}[)）]\s*$"
    rf"|.{{0,300}}[(（](?:{_PICTURE})(?!\w)[^()（）]{{0,80}}[)）]\s*$",
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
