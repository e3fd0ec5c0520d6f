"""The words of bylines, as tables: what introduces a name, what follows it, what is none.

All casefolded. A new language is a few words here and a line in the tests.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INTRODUCTIONS = (
    "by", "written by", "words by", "story by", "text by", "report by", "reporting by",
    "reported by", "posted by", "published by", "submitted by", "article by", "analysis by",
    "opinion by", "review by", "author", "authors", "about the author", "from",
    "von", "ein kommentar von", "eine analyse von", "ein gastbeitrag von", "interview von",
    "autor", "autorin", "autoren", "text",
    "par", "propos recueillis par", "texte", "texte de", "auteur", "auteure", "auteurs",
    "por", "escrito por", "publicado por", "texto", "autora", "autores", "redacción de",
    "scritto da", "a cura di", "testo di", "autore", "autrice",
    "door", "geschreven door", "tekst", "av", "af", "skrevet av", "skrevet af", "skriven av",
    "kirjoittaja", "teksti", "autorzy", "autorka", "opracował", "opracowała", "napisał",
    "autoři", "autorem", "szerző", "írta", "yazar", "yazan", "haber", "scris de", "autori",
    "автор", "автори", "авторы", "авторка", "автор статьи", "автор статті", "автор материала",
    "автор матеріалу", "авторы материала", "текст", "текст підготував", "текст підготувала",
    "підготував", "підготувала", "подготовил", "подготовила", "написав", "написала", "написал",
    "โดย", "เขียนโดย", "ผู้เขียน", "लेखक", "লেখক", "به قلم", "ავტორი", "συντάκτης", "κείμενο",
    "γράφει", "γράφει ο", "γράφει η", "του", "της", "מאת", "بقلم", "كتب", "كتبت", "نویسنده",
    "文", "文・写真", "取材・文", "執筆", "作者", "撰文", "记者", "記者", "本报记者", "글",
    "tác giả", "theo", "oleh", "penulis", "ditulis oleh", "laporan",
    "verfasst von", "geschrieben von", "bericht von", "écrit par", "rédigé par", "publié par",
    "article de", "escrit per", "per", "una nota de", "crónica de", "reportaje de",
    "texto de", "reportagem de", "di redazione", "scritto da", "articolo di", "servizio di",
    "tekst av", "text av", "tekst og foto", "tekst af", "skribent", "av journalist",
    "kirjoittanut", "artikkel", "napisali", "napisała", "przygotował", "przygotowała",
    "oprac", "autorstwa",
    "napsal", "napsala", "připravil", "připravila", "napísal", "napísala", "pripravil", "zdroj",
    "írták", "szerzők", "de către", "autorul", "autoarea", "piše", "pišu", "napisao", "autorica",
    "autorka", "автор на статията", "от", "пише", "пише:", "аутор", "аўтар", "parengė",
    "parašė", "autorius", "autorė", "autoriai", "autore:", "autors", "sagatavoja", "höfundur",
    "autor:", "toimetas", "muallif", "müəllif", "haberi yazan", "yazarın", "yazı",
    "haberi hazırlayan",
    "ρεπορτάζ", "επιμέλεια", "γράφουν", "მოამზადა", "եղինակ", "כתב", "כתבה", "מאת:",
    "إعداد", "تحرير", "الكاتب", "كاتب", "نوشته", "گزارش", "نویسندگان", "تحریر", "رپورٹ",
    "रिपोर्ट", "लेखिका", "प्रतिवेदक", "প্রতিবেদন", "লিখেছেন", "எழுதியவர்", "రచయిత",
    "رپورٹر", "เรื่องโดย", "เรื่อง", "ຂຽນໂດຍ", "bài", "người viết", "thực hiện",
    "文／", "文/", "作者：", "撰稿", "撰文：", "采写", "採訪", "采访", "特約記者",
    "特约记者", "通讯员", "編譯", "编译", "綜合報導", "글쓴이", "글·사진",
)  # fmt: skip
"""What stands before a name, with or without a colon."""

ONLY_BEFORE_COLON = frozenset(
    ("autor", "autori", "auteur", "text", "texte", "texto", "tekst", "teksti", "from", "haber",
     "yazar", "theo", "author", "authors", "文", "글", "per", "zdroj", "от", "artikkel", "yazı",
     "laporan", "bài", "เรื่อง", "कहानी", "autors", "muallif", "תחקיר", "articolo di", "گزارش",
     "تحرير", "كاتب", "الكاتب", "کاتب", "رپورٹ", "رپورٹر", "रिपोर्ट", "प्रतिवेदक", "প্রতিবেদন",
     "采访", "採訪", "編譯", "编译", "綜合報導", "通讯员", "skribent", "oprac", "כתב", "כתבה",
     "επιμέλεια", "ρεπορτάζ")
)  # fmt: skip
"""Introductions that could also begin a name or a sentence."""

LOWER_CASE_INTRODUCTIONS = ("di", "de")
"""With a capital these are part of a surname: De Jong, Di Stefano."""

CREDIT_STARTS = (
    "photo", "photograph", "photos", "photography", "image", "images", "picture", "pictures",
    "illustration", "video", "graphic", "foto", "fotos", "bild", "bilder", "grafik", "imagen",
    "editing by", "edited by", "additional reporting by", "produced by", "translated by",
    "translation by", "compiled by", "updated by", "redigiert von", "übersetzt von", "traduit par",
    "traduction", "фото", "відео", "видео", "редактор", "перевод", "переклад", "写真", "撮影",
    "摄影", "編輯", "编辑", "责任编辑", "사진",
)  # fmt: skip
"""What introduces people who did not write the text."""

CONJUNCTIONS = _words(
    "and & und et y e i и та й і en och og ja a ve και și şi es és oraz with mit avec con z с з "
    "dan và ו"
)
PLACES = _words("in im from at für for à aus z en из із з om")
"""Words before a place or an outlet that follows a name: "in Berlin", "for the Guardian"."""

SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
DEGREES = _words("phd ph.d dphil md m.d esq mba ma msc cfa dds rn jd j.d mph mba frcp obe cbe mbe")

JOBS = _words(
    "reporter reporters correspondent correspondents editor editors writer writers journalist "
    "journalists columnist contributor contributors producer presenter anchor author analyst "
    "blogger critic commentator fellow lecturer professor director chief photographer intern "
    "trainee researcher desk team freelancer specialist ceo founder "
    "redakteur redakteurin korrespondent korrespondentin journalistin reporterin chefredakteur "
    "chefredakteurin volontär volontärin autorin redakteure wirtschaftsredakteur "
    "politikredakteur sportredakteur auslandskorrespondent professorin gastautor "
    "journaliste rédacteur rédactrice correspondant correspondante envoyé envoyée envoyés envoyées "
    "chroniqueur "
    "periodista redactor redactora corresponsal columnista reportero reportera enviado enviada "
    "giornalista inviato inviata corrispondente redattore redattrice jornalista repórter "
    "correspondente colunista editora verslaggever redacteur correspondente columnist "
    "journalista toimittaja kirjeenvaihtaja dziennikarz dziennikarka redaktor redaktorka "
    "korespondentka korespondent redaktör reportr novinář novinářka újságíró szerkesztő muhabir "
    "muhabiri jurnalist "
    "журналист журналистка корреспондент корреспондентка редактор редакторка обозреватель "
    "колумнист журналіст журналістка кореспондент кореспондентка оглядач оглядачка "
    "колумністка колумніст спецкор шеф-редактор головред "
    "기자 특파원 記者 记者 編集委員 論説委員 特派員 编辑 編輯"
)
QUALIFIERS = _words(
    "senior junior chief deputy associate assistant executive managing staff special lead national "
    "international world foreign global political politics economics economic business finance "
    "financial money markets market consumer affairs affair news sport sports football travel "
    "lifestyle health science medical environment climate energy technology tech digital social "
    "media education legal crime court supreme security defence defense diplomatic home local "
    "regional chief us uk eu un europe european africa african asia asian "
    "china russia ukraine moscow "
    "kyiv washington middle east north south west central american america city senior culture "
    "arts entertainment showbiz tv film music food features feature audience data investigative "
    "investigations investigation breaking live opinion comment guest contributing freelance "
    "night weekend morning the at large in and & of for to a royal property motoring transport "
    "religion weather history video multimedia general assignment white house congressional "
    "speciale spécial spéciale spéciaux spéciales especial permanent permanente stv stellv "
    "stellvertretender stellvertretende leitender leitende freier freie "
    "специальный собственный спеціальний власний главный головний старший"
)
"""Words that with a job make up its title: "Travel News Reporter"."""

TRAILING_NOISE = _words(
    "twitter x facebook instagram linkedin bluesky mastodon threads email e-mail rss follow bio "
    "profile contact share published updated posted read more verified published: updated: "
    "mail website 외"
)
NO_NAMES = _words(
    "admin administrator webmaster root author authors none null undefined unknown anonymous n/a "
    "na name staff guest user wordpress wp editor by redaktion-online superuser test"
) | {
    "[object object]",
    "staff writer",
    "staff reporter",
    "guest author",
    "site admin",
    "text size",
    "view author page",
    "author page",
    "view profile",
    "view all posts",
    "all posts",
    "all articles",
    "view all articles",
    "anmelden",
    "registrieren",
    "abonnieren",
    "startseite",
    "login",
    "log out",
    "register",
    "subscribe",
    "home",
    "news",
    "newsroom",
    "menu",
    "search",
    "share",
    "share this article",
    "updated",
    "posted",
    "published",
    "se connecter",
    "connexion",
    "s'abonner",
    "s’abonner",
    "accueil",
    "iniciar sesión",
    "suscríbete",
    "portada",
    "entrar",
    "assine",
    "accedi",
    "abbonati",
    "inloggen",
    "abonneren",
    "logg inn",
    "log ind",
    "logga in",
    "bli abonnent",
    "kirjaudu",
    "zaloguj",
    "zaloguj się",
    "přihlásit",
    "prihlásiť",
    "bejelentkezés",
    "autentificare",
    "prijava",
    "giriş yap",
    "üye ol",
    "войти",
    "подписаться",
    "увійти",
    "вхід",
    "вход",
    "تسجيل الدخول",
    "התחברות",
    "登录",
    "登入",
    "ログイン",
    "로그인",
    "masuk",
    "đăng nhập",
    "read bio",
    "full bio",
    "about the author",
    "author archive",
    "news desk",
    "web desk",
    "your name",
    "sign in",
    "log in",
    "alle artikel",
    "zum autor",
    "tous ses articles",
    "ver perfil",
    "todos los artículos",
    "все статьи",
    "усі статті",
    "view more articles",
    "more articles",
    "more from this author",
    "am",
    "um",
    "on",
    "at",
    "注册",
    "註冊",
    "关注",
    "關注",
    "未知",
    "佚名",
    "匿名",
    "网络",
    "网络整理",
    "本站",
    "本站原创",
    "转载",
    "编辑",
}

PARTICLES = _words(
    "de del della der den des di da das do dos du van von vom zu zum zur la le les lo el al bin "
    "ibn bint ben ter ten te y e i und af av van't 't d' ap und st o a"
)
"""Words of names that are written small."""

_SHORT_AGENCIES = _words(
    "reuters ap afp dpa apa sda epd kna dapd ansa efe lusa tass interfax upi pti ians ani bbc cnn "
    "ukrinform unian xinhua kyodo yonhap anadolu bloomberg belga anp ntb tt ritzau stt pap čtk ctk "
    "tasr mti agerpres agi adnkronos afx ats dpa-afx sid dapd aap cp jta aa kna epa rfe/rl dw npr "
    "pa rtr afp-services apn ukrinform interfax-ukraine унн уніан укрінформ интерфакс тасс риа "
    "рбк интерфакс-украина інтерфакс-україна "
    "mtvid aps sps wam kuna petra sana una qna spa ina bna efe-verde notimex télam telam lusa "
    "bta hina fena tanjug srna mina bns elta leta sita sputnik bernama antara vna tuoitre cna "
    "irna isna tasnim mehr aptn zuma getty sipa ddp ots rnd red kdo "
    "新华社 新華社 中新社 共同社 時事通信 時事 共同通信 共同 ロイター "
    "路透社 法新社 美聯社 中央社 연합뉴스 뉴시스 뉴스1 "
    "رويترز وكالات ایرنا ایسنا تسنیم пап бта танјуг"
)
AGENCY_NAMES = (
    "the associated press", "associated press", "the canadian press", "canadian press",
    "agence france-presse", "press association", "pa media", "australian associated press",
    "anadolu ajansı", "anadolu agency", "deutsche presse-agentur", "europa press",
    "xinhua news agency",
    "thomson reuters", "bloomberg news", "press trust of india", "reuters health", "kyodo news",
    "yonhap news agency", "news agency of nigeria", "agencia efe", "agência lusa", "agencia brasil",
    "agência brasil", "demirören haber ajansı", "ihlas haber ajansı", "keystone-sda",
    "tt nyhetsbyrån",
    "news wires", "wire services", "the conversation",
)  # fmt: skip
"""Agencies of several words: where one ends a byline, it begins with its first."""
AGENCIES = _SHORT_AGENCIES | frozenset(AGENCY_NAMES)
