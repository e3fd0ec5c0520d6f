"""What a publisher says in a story's container to its reader, in many languages: that the rest is
to be paid for, that an embedded post needs consent, where the comments begin.

Every pattern is a list of fixed openings, or of fixed words with a bounded distance between them,
tried on lines of bounded length, so none can run away.
"""

from __future__ import annotations

import re

LONGEST_WALL = 300
LONGEST_EMBED = 500

_WALLS = (
    (
        r"th(?:is|e (?:full|rest of (?:this|the)))? ?(?:article|story|content|post"
        r"|text) is (?:only |exclusively |reserved )?(?:available )?(?:for|to) (?:our |paid "
        r"|paying )?(?:subscribers|members|premium|registered)"
    ),
    (
        r"to (?:read|continue reading|access|see|unlock) (?:the (?:full|rest|whole|complete)|this"
        r"|more)\b.{0,30}(?:article|story|text|content|post|report|analysis)"
    ),
    r"continue reading (?:with|this|by|for)",
    r"(?:are you )?already (?:a|have) (?:subscri|member|an acc)",
    r"you(?:['’]ve| have) (?:reached|read|used) .{0,40}(?:limit|free|article)",
    (
        r"(?:log ?in|sign ?in|register|subscribe)(?: now| for free| here)? to (?:read"
        r"|continue|access|see)"
    ),
    r"(?:get|enjoy) (?:unlimited|full|instant) access|unlock (?:this|the|unlimited)",
    r"(?:sie möchten|um) (?:den|diesen|weiter).{0,40}(?:lesen|zugriff)",
    r"weiterlesen (?:mit|nach|im)",
    (
        r"(?:dieser|der|dieses|das|diese|die) (?:ganze |vollständige )?(?:artikel|inhalt|text"
        r"|beitrag) (?:ist|steht) (?:nur |exklusiv )?(?:für|unseren|mit|ihnen)"
    ),
    r"(?:sie )?(?:haben|sind) (?:bereits|schon) .{0,20}(?:abo|konto|digital)",
    r"jetzt (?:weiterlesen|freischalten|registrieren)",
    r"(?:cet |l['’])?(?:article|contenu)(?: complet)? (?:est )?(?:réservé|exclusi)",
    r"il vous reste \d|la suite (?:de cet article )?est réservée|déjà abonné",
    r"réservé (?:à nos|aux) abonnés",
    (
        r"(?:este |esta )?(?:contenido|artículo|noticia)(?: es)? (?:exclusiv[oa]|(?:solo"
        r"|sólo)|(?:está )?reservad[oa]) (?:para|a)"
    ),
    r"para (?:seguir|continuar) leyendo|ya (?:eres|es|soy) suscr",
    r"(?:questo )?(?:articolo|contenuto) è (?:riservato|disponibile solo)",
    r"(?:sei|hai) già (?:un )?abb|(?:conteúdo|artigo|matéria)(?: é)? (?:exclusiv[oa]|restrito)",
    r"já (?:é|sou) assinante|(?:dit|deze) artikel is (?:alleen|exclusief|enkel)",
    r"(?:al|ben je al|bent u al) abonnee|verder lezen\?",
    r"(?:ten|dalsza część|pozostało|treść|pełna treść).{0,50}(?:subskry|prenumer|abon)",
    (
        r"(?:denne|dette|denna|den här) (?:artik\w+|saken) (?:er|är) (?:kun |bare |bara "
        r"|endast )?f[oö]r"
    ),
    r"(?:er|är) du allerede|redan prenumerant|(?:tämä )?artikkeli on (?:vain )?tilaaj",
    r"(?:ця|цей|повн\w+|матеріал|продовження).{0,50}(?:передплат|підписник|за підпискою)",
    r"(?:эта|этот|полн\w+|материал|продолжение).{0,50}(?:подписчик|по подписке)",
    (
        r"(?:tento |celý |zbytek )?(?:článek|článku|článok|obsah) (?:je |si )?(?:jen |pouze "
        r"|len )?(?:pro|určen|pre) (?:před|pred)pla"
    ),
    r"(?:už |už jste |již )?(?:máte|jste) předpla|chcete číst dál|pokračovať v čítaní",
    r"(?:ez a |a )(?:cikk|tartalom) (?:csak|kizárólag) (?:előfizető|regisztrál)",
    r"(?:acest|articolul) .{0,20}(?:doar|numai|exclusiv) (?:pentru|abona)",
    (
        r"(?:το |αυτό το )(?:άρθρο|περιεχόμενο) είναι .{0,20}συνδρομητ"
        r"|για να διαβάσετε (?:όλο|τη συνέχεια)"
    ),
    r"(?:bu |içeriğ|haberin).{0,20}(?:sadece|yalnızca) (?:abone|üye)|devamını okumak için",
    (
        r"(?:ovaj|ovaj članak|članak) (?:je |sadržaj je )?(?:dostupan )?(?:samo"
        r"|isključivo) (?:za )?pretplat"
    ),
    r"(?:тази|тази статия|статията) е .{0,20}(?:само за|абонат)",
    (
        r"(?:artikel|berita|konten) ini (?:hanya|khusus) (?:untuk|bagi|dapat)|untuk (?:terus"
        r"|melanjutkan) membaca"
    ),
    r"(?:bài viết|nội dung) này (?:chỉ )?dành (?:riêng )?cho|(?:đăng nhập|đăng ký) để đọc",
    r"(?:יתרת |המשך )?(?:הכתבה|הכתבה המלאה) .{0,20}למנויים|להמשך קריאה",
    r"(?:यह|पूरी) (?:लेख|खबर|सामग्री) .{0,20}(?:सब्सक्राइबर|सदस्य)|पूरी खबर पढ़ने के लिए",
    r"(?:เนื้อหา|บทความ)นี้(?:สำหรับ|เฉพาะ)สมาชิก|(?:این|ادامه) (?:مطلب|محتوا) .{0,20}مشترک",
    r"この(?:記事|コンテンツ)は.{0,10}(?:会員|有料|限定)|残り:?\s?[\d,]+\s?文字|続きを読むには|有料会員",
    r"(?:本文|此内容|此文章|閱讀全文|阅读全文).{0,20}(?:会员|會員|订阅|訂閱|付费)",
    r"(?:이 기사는|이 콘텐츠는).{0,20}(?:구독|회원|유료|로그인)",
    r"هذا (?:المحتوى|المقال).{0,20}للمشتركين",
)
WALL = re.compile(rf"[\W_]{{0,3}}(?:{'|'.join(_WALLS)})", re.IGNORECASE)
"""Opens a line that says that the rest is for those who pay or register."""

_EMBEDS = (
    r"empfohlener (?:redaktioneller |externer )?inhalt",
    r"an dieser stelle (?:finden|ist|steht|befindet).{0,80}(?:extern|eingebunden|eingebettet)",
    r".{0,60}externe[nr]? inhalte? (?:angezeigt|anzeigen|geladen|laden|von)",
    r".{0,80}personenbezogene daten an dritt|.{0,60}einwilligung.{0,80}inhalt",
    r"ce contenu (?:est bloqué|n['’]est pas|ne peut)",
    r".{0,80}pas accepté (?:les |le dépôt|nos )?.{0,20}(?:cookies|traceurs)",
    r".{0,40}accepter les cookies .{0,60}(?:afficher|voir|consulter|regarder)",
    (
        r"this (?:article|page|post|story) (?:contains|includes) (?:content|an? embed"
        r"|material).{0,30}(?:provided|from|by)"
    ),
    r".{0,60}permission before anything is loaded",
    (
        r"to (?:view|see|watch|display|show) this (?:content|video|media|post|embed|element"
        r"|tweet)\b.{0,80}(?:cookie|accept|enable|consent|allow|browser|javascript)"
    ),
    r".{0,40}accept .{0,30}cookies (?:to|in order to) (?:view|see|watch|display)",
    r"(?:this|your) browser (?:does not|doesn['’]t) support",
    r".{0,30}javascript (?:is |must be )?(?:required|disabled|turned off|enabled)",
    r"this (?:video|audio) (?:is not available|can ?not be)",
    r"para (?:ver|mostrar|visualizar) (?:este|el) contenido.{0,80}(?:cookies|acept|javascript)",
    r"(?:questo )?contenuto .{0,40}non .{0,40}cookie",
    r"per (?:vedere|visualizzare) questo .{0,60}cookie|deze inhoud kan niet",
    r"om deze (?:inhoud|content|video|post).{0,60}(?:cookies|toestemming)",
    r"aby (?:zobaczyć|wyświetlić|obejrzeć).{0,60}(?:cookies|zgod|javascript)",
    r"för att (?:se|visa) (?:det här|detta|den här).{0,60}(?:cookies|samtycke|godkänn)",
    r"for å (?:se|vise) (?:dette|denne).{0,60}(?:cookies|informasjonskapsler|samtykke)",
    (
        r"(?:anbefalet|innhold|indhold) (?:eksternt )?(?:fra|indhold).{0,60}(?:cookies"
        r"|samtykke|informasj)"
    ),
    r"for at (?:se|vise) (?:dette|denne|indhold).{0,60}(?:cookies|samtykke)",
    r"(?:jotta |voit |katso).{0,40}(?:sisältö|upotu).{0,60}eväst",
    r"(?:pro|pre) zobraz\w{2,5} (?:tohoto|tohto|obsahu).{0,60}(?:cookies|souhlas|súhlas)",
    r"(?:a tartalom|ez a tartalom) .{0,60}(?:cookie|süti|engedély)",
    r"pentru a (?:vedea|vizualiza) acest.{0,60}cookie|για να δείτε .{0,40}cookies",
    r"bu içeriği (?:görüntü|görmek).{0,60}(?:çerez|cookie|izin)",
    r"чтобы (?:посмотреть|увидеть|просмотреть) (?:этот|эту|это).{0,60}(?:cookie|javascript|соглас)",
    r"(?:このコンテンツ|動画|この動画).{0,20}(?:を表示|を見る|再生).{0,30}(?:cookie|クッキー|javascript)",
    r"(?:您的浏览器|您的瀏覽器|你的浏览器)不支持?|(?:브라우저가|이 브라우저는).{0,20}지원하지",
    r"متصفحك لا يدعم|(?:für dieses |este |il tuo |votre )(?:navegador|browser|navigateur) n",
    r"щоб (?:переглянути|побачити) (?:цей|цю|це).{0,60}(?:cookie|javascript|згод)",
)
EMBED = re.compile(rf"[\W_]{{0,3}}(?:{'|'.join(_EMBEDS)})", re.IGNORECASE)
"""Opens a line that stands in the place of an embedded post, or tells why it is not shown."""

_COMMENTS = (
    r"(?:reader |user |your )?comments?|discussion|responses?|kommentare?"
    r"|leserkommentare|diskussion"
    r"|commentaires?|réactions?|comentari(?:o|os|i|is|u)|comentários?|commenti|reacties|reageren"
    r"|kommentarer|kommentit|keskustelu|komentarze|opinie czytelników|komentáře?"
    r"|diskus[ei]|diskuz[ei]"
    r"|komentari\w?|komentar(?:ai|ji)?|komentāri|kommentaarid|athugasemdir|koment[eë]t?"
    r"|комментари(?:и|ев|й|я)|коментар(?:і|ів|я|и)?(?: читачів)?|обсуждение|обговорення"
    r"|yorum(?:lar)?"
    r"|şərhlər|σχόλια|hozzászólás\w{0,3}|vélemények|bình luận|ý kiến|mga komento|komen|maoni"
    r"|(?:网友|網友|读者|讀者)?(?:评论|評論|留言|跟贴)|(?:みんなの)?コメント|読者の声|댓글|의견|תגובות"
    r"|(?:ال)?تعليقات|ردود|نظرات?|دیدگاه(?:‌ها|ها)?|تبصرے|टिप्पणि(?:याँ|यां|या)|प्रतिक्रियाएं|মন্তব্য|கருத்துகள்"
    r"|ความคิดเห็น|แสดงความคิดเห็น|thoughts?"
)
_INVITES = (
    r"leave a (?:comment|reply)|(?:post|add|write) (?:a|your) comment|what do you think"
    r"|join the (?:conversation|discussion)|comments are closed|be the first to comment"
    r"|(?:schreiben sie|schreibe|verfassen sie) (?:einen|ihren) kommentar|diskutieren sie mit"
    r"|(?:ihre|deine) meinung|laisser un commentaire|(?:votre|vos) avis|(?:réagissez|commentez)"
    r"|deja (?:un comentario|una respuesta|tu comentario)|deixe (?:um|seu) comentário|participa"
    r"|lascia un commento|(?:schrijf|geef|plaats) een reactie|reageer|(?:lämna|skriv) en kommentar"
    r"|legg igjen en kommentar|skriv en kommentar|kommentoi|jätä kommentti|napisz komentarz"
    r"|dodaj komentarz|(?:přidat|přidejte|pridať) (?:komentář|komentár)|szólj hozzá"
    r"|lasă un comentariu"
    r"|adaugă comentariu|yorum (?:yap|yaz)\w{0,4}|залишити коментар|додати коментар"
    r"|написать комментарий"
    r"|оставить комментарий|остави коментар|напиши коментар|αφήστε (?:ένα )?σχόλιο|beri komentar"
    r"|tulis komentar|gửi bình luận|我要(?:评论|評論|留言)|发表评论|發表評論"
    r"|コメントを(?:書く|投稿する)|댓글 (?:쓰기|남기기)"
    r"|[اأ]ضف (?:تعليق|تعليقا|تعليقك)|اترك (?:تعليقا|تعليقاً|ردا|رداً)|הוספת תגובה|הוסף תגובה"
)
COMMENTS = re.compile(
    rf"[\W_]{{0,3}}(?:\d[\d.,]{{0,6}}\s?)?(?:{_COMMENTS})"
    r"(?:\s(?:on|to|zu|zum|sur|sobre|su|op|til|по|к|до)\s.{1,200})?\s?[:(\[（]?\s?(?:\d[\d.,]{0,6}件?)?[\W_]{0,3}"
    rf"|[\W_]{{0,3}}(?:{_INVITES})[\W_]{{0,3}}",
    re.IGNORECASE,
)
"""A heading that says nothing but that comments follow."""
