"""What stands at the end of a story and is not the story, in many languages: rights, agencies and
who else worked on it, what is asked of the reader, who wrote it.

Every pattern is a list of fixed openings, tried at one place of a line of bounded length, so none
can run away.
"""

from __future__ import annotations

import re

LEGAL = re.compile(
    r"(?:^|\W)(?:©|\(c\)\s|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits "
    r"réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti "
    r"riservati|riproduzione riservata|alle rechten voorbehouden|wszelkie prawa zastrzeżone"
    r"|všechna práva vyhrazena|všetky práva vyhradené|minden jog fenntartva|alla rättigheter "
    r"förbehållna|alle rettigheter (?:forbehold(?:es|t)|reservert)|kaikki oikeudet pidätetään"
    r"|toate drepturile rezervate|sva prava pridržana|tüm hakları saklıdır|με επιφύλαξη παντός"
    r"|все права защищены|усі права захищені|всички права запазени|hak cipta dilindungi"
    r"|bản quyền thuộc|版权所有|版權所有|不得转载|不得轉載|未经授权|未經授權"
    r"|무단\s?전재|재배포 금지|無断(?:転載|複写)|جميع الحقوق محفوظة|(?:کلیه|تمامی) حقوق"
    r"|כל הזכויות שמורות"
    r"|not be reproduced|may not be published|privacy policy|terms of (?:use|service)"
    r"|our standards:)",
    re.IGNORECASE,
)

_WORKED_ON = (
    # en
    r"edit(?:ed|or)|translat(?:ed|ion|or)|fact[ -]check(?:ed|ing)?|sources?"
    # de nl sv da no fi
    r"|(?:schluss)?redaktion|redigatur|übersetzung|bearbeitung|mitarbeit|recherche|faktencheck"
    r"|grafik(?:en)?|quellen?|unsere quellen|sendung|bron(?:nen)?|redactie|vertaling|redaktör"
    r"|kilder?|käll[ao]r?|läh(?:de|teet)|oversættelse|oversatt av|översättning|käännös|toimitus"
    # fr es pt it ro ca
    r"|source|traduction|édition|fuentes?|edición|traducción|redacción|fontes?|edição|tradução"
    r"|fonti|redazione|traduzione|surs[ae]|traducere|editare|font"
    # pl cs sk hu hr sl lt lv et tr el sq
    r"|źródł[oa]|tłumaczenie|redakcja|opracowa(?:nie|ł|ła)|zdroje?|překlad|preklad|forrás(?:ok)?"
    r"|fordít\w{1,4}|szerkeszt\w{1,4}|izvori?|viri?|šaltini(?:s|ai)|avots|allikas|kaynak(?:lar)?"
    r"|çeviri|editör|πηγή|πηγές|μετάφραση|επιμέλεια|burimi"
    # ru uk bg sr
    r"|источники?|редактор|перевод|подготовила?|джерел[оа]|редакторка?|переклад|източни(?:к|ци)"
    r"|извори?"
    # ar he fa hi id vi th zh ja ko
    r"|المصدر|المصادر|تحرير|ترجمة|إعداد|מקור(?:ות)?|תרגום|עריכה|منبع|स्रोत|संपादन|sumber|editor"
    r"|nguồn|biên tập|ที่มา|แหล่งที่มา|来源|來源|出处|出處|编译|編譯|出典|翻訳|編集|출처|번역"
)
_AGENCIES = (
    r"ap|afp|dpa|reuters|apa|ansa|efe|lusa|pap|čtk|mti|tasr|sita|agerpres|mediafax|bta|бта|tass"
    r"|тасс|риа новости|интерфакс|укрінформ|ritzau|ntb|tt|stt|anp|belga|aa|i̇ha|dha|xinhua|pti|ani"
    r"|ians|antara|bernama|ttxvn|sda|keystone-sda|kna|epd|europa press|ats|kyodo|mena|hina|tanjug"
    r"|beta|sta|elta|bns|leta|err|ukrinform|interfax|afx|dts|sid|cp|aap|tvnz|وكالات|رويترز|أ ?ف ?ب"
    r"|רויטרס|新华社|新華社|中央社|共同(?:通信)?|時事(?:通信)?|연합뉴스|뉴시스|뉴스1|भाषा"
)
_WITH = (
    r"with (?:files|inputs?|reporting|additional reporting|agenc(?:y|ies)(?: inputs)?)"
    r"|con (?:información|informaciones|datos) de|com (?:informações|agências)|con agenzie"
    r"|avec (?:l['’])?(?:afp|reuters|ap|ats)|mit (?:material|informationen) (?:von|der)|traduit par"
    r"|traducción de|traduzione di|translated by|(?:edited|compiled) by|met medewerking van"
    r"|opracowa[łl]a? |podle agentur|с материали на"
)
SIGN_OFF = re.compile(
    r"[\W_]{0,3}(?:(?:additional |with )?(?:reporting|writing|editing|compiled|production|research)"
    r" (?:and (?:writing|editing) )?(?:by\b|from\b)"
    rf"|(?:{_WORKED_ON})\s?[:：]"
    rf"|(?:{_WITH}))"
    rf"|[\W_]{{0,3}}(?:{_AGENCIES})(?:[\W_]{{1,3}}(?:{_AGENCIES}|\w{{1,3}})){{0,4}}[\W_]{{0,3}}$"
    r"|[\W_]{0,3}(?:责任编辑|責任編輯|编辑|編輯|校对|审核)\s?[:：]"
    r"|.{0,200}\b(?:contributed|added) to this (?:report|article|story)"
    r"|this report (?:by .{1,60} )?was first published"
    r"|dieser (?:artikel|text|beitrag) (?:erschien|ist|wurde) .{0,40}(?:zuerst|übersetz|original)"
    r"|(?:cet|ce) (?:article|texte) (?:a été|est) .{0,40}(?:publié|traduit|paru)"
    r"|(?:este|esta) (?:artículo|nota|texto|artigo|matéria) (?:fue|foi|se) .{0,40}publi[cq]"
    r"|(?:dieses|über dieses) thema (?:im programm|bericht)",
    re.IGNORECASE,
)
"""Says who else worked on a story, and where it came from; only looked for at its end."""

_PROMOTIONS = (
    (
        r"(?:please )?(?:sign up|subscribe|follow (?:us|me|him|her|@|our|along"
        r"|the .{1,60} (?:on|at|here|live)\b)|like (?:us|this))"
    ),
    r"download|join (?:us|our|the conversation|thousands)|click here|e-?mail\b|got a|do you have",
    r"have (?:a|you (?:got )?a) (?:tip|story|question|news)|contact (?:us|the|him|her|me)",
    r"support (?:us|our|independent)|donate|become a|thanks? (?:you )?for (?:reading|watching)",
    r"send (?:us|your)|tell us|let us know|what do you think|visit (?:our|us)|never miss",
    r"get (?:the|our|all|more|unlimited|breaking|your) .{0,60}(?:news|inbox|app|delivered|updates)",
    r"for more (?:information|news|stories|on|like)|stay (?:up|tuned|informed|connected)",
    r"don['’]t miss|enjoy(?:ed|ing)? (?:this|our)|if you (?:liked?|enjoyed|found)|dear readers?",
    r"we (?:may )?earn|you can (?:also )?(?:follow|sign|subscribe|listen|find us)",
    r"listen (?:to|now|on)",
    r"disclaimer|disclosure|\*+ ?(?:quantities|prices?)",
    r"(?:abonnieren|folgen|testen|unterstützen|informieren|laden|bestellen|schreiben) sie",
    r"jetzt (?:testen|abonnieren|anmelden|kostenlos)|hat ihnen dieser|mehr (?:nachrichten|infos)",
    (
        r"hier geht es zu|liebe leser|leserbrief schreiben"
        r"|(?:rechtschreib)?fehler (?:gefunden|entdeckt)"
    ),
    r"inscrivez|abonnez|suivez|rejoignez|retrouvez|téléchargez|suscr[ií]b|s[ií]g(?:a|ue)nos",
    r"síguenos|descarg(?:a|ue)|únete|apúntate|assine|inscreva|siga\b|participe|clique|iscriviti",
    r"seguici|scarica|zapisz się|obserwuj|dołącz|wesprzyj|підписуй|підпишіть|приєднуй",
    r"подпис(?:ывай|ать|ка|ыва)|присоединяй|следите|стежте|følg|följ|prenumerera|tilmeld|abonner",
    r"(?:якщо ви|если вы|помітили|заметили|знайшли|нашли|побачили|увидели).{0,60}(?:помилк|ошибк)",
    r"iratkoz|kövess|abonează|urmăre|sledujte|odebírejte|přihlaste|abone ol|takip ed|bizi takip",
    r"ikuti|dapatkan|theo dõi|đăng ký|اشترك|تابع",
    r"volg (?:ons|het nieuws|\w+ op)|abonneer|meld je aan|seuraa (?:meitä|\w+ (?:face|insta|what))",
    (
        r"tilaa (?:uutis|\w*kirje)|liity|ακολουθ[ήε]στε|εγγραφ|prati(?:te)? nas"
        r"|nalazite grešku|пратите"
    ),
    r"абонирай|последвай|sekite (?:mus|naujienas)|seko(?:jiet)? mums|jälgi meid|liitu|telli uudis",
    r"עקבו אחר|הצטרפו|הירשמו|ما را (?:در|دنبال)|हमें (?:फ़ॉलो|फॉलो)|हमारे \S+ (?:से|को) जुड़|আমাদের ",
    r"(?:กด)?ติดตาม(?:เรา|ข่าว|ได้)|关注(?:我们|微信|公众)|扫码|掃碼|追蹤我們|訂閱|订阅|加入.{0,8}(?:LINE|好友)",
    (
        r"公式.{0,12}フォロー|.{0,12}をフォロー|会員登録|네이버에서|카카오톡"
        r"|.{0,12}채널 (?:구독|추가)|구독하기"
    ),
    r"jiunge na|tufuate|fylgdu okkur|na ndiqni|bizi izlə",
)
PROMOTION = re.compile(
    rf"[\W_]{{0,5}}(?:{'|'.join(_PROMOTIONS)})"
    r"|.{0,200}\bnewsletters?\b.{0,80}\b(?:sign up|subscribe|here|inbox|abonn|anmeld|inscri|suscr"
    r"|hier|free|weekly|daily|informiert)"
    r"|.{0,200}\b(?:sign up|subscribe|anmelden|abonnieren)\b.{0,60}\bnewsletter",
    re.IGNORECASE,
)
"""Opens a line that asks its reader for something; only looked for at the end of a story."""

TAGGED = re.compile(
    r"[\W_]{0,3}(?:tags?|tagged|topics?|keywords|schlagwort\w{0,2}|schlagworte|stichworte|themen"
    r"|mots[- ]clés|thèmes|etiquetas|temas|palabras clave|palavras-chave|tagi|štítky|témata|címkék"
    r"|etichete|ετικέτες|etiketler|теги|ключові слова|ключевые слова|тагове|etiketit|aiheet"
    r"|emneord|ämnen|标签|標籤|关键词|關鍵詞|關鍵字|タグ|キーワード|태그|الوسوم"
    r"|كلمات مفتاحية|תגיות|برچسب"
    r"|टैग|แท็ก|từ khóa)\s?[:：]",
    re.IGNORECASE,
)
"""Opens a line that names the topics of a story."""
