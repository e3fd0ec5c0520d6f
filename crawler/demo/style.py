"""The frame of every page: document head, our own stylesheet, navigation, foot."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from crawler.demo.editions import Edition

STYLESHEET = """\
:root{--ink:#1c2430;--soft:#68707d;--line:#e3e7ec;--accent:#0b5fa5;--paper:#fff}
*{box-sizing:border-box}
body{margin:0;background:#f5f7f9;color:var(--ink);font:17px/1.6 Georgia,"DejaVu Serif",serif}
a{color:inherit;text-decoration:none}a:hover{color:var(--accent);text-decoration:underline}
.site-header,.article-time,.side-block,.pager,.article-tags,.category-title,
.more-about-title,footer,.article-content-secondary-header{
font-family:"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
.site-header{background:var(--accent);color:#fff}
.site-header>div,.columns,footer{max-width:1080px;margin:0 auto;padding:12px 20px}
.site-header b{font-size:22px;margin-right:18px}.site-header nav{display:inline}
.site-header nav a{font-size:14px;margin-right:14px;color:#dcebf7}.site-header a:hover{color:#fff}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:32px;padding-top:24px}
@media(max-width:800px){.columns{grid-template-columns:minmax(0,1fr)}}
main{background:var(--paper);padding:24px 32px;border:1px solid var(--line);border-radius:6px}
h1.article-content-title{font-size:32px;line-height:1.22;margin:.3em 0}
.category-title{margin:0 0 8px;font-size:14px;text-transform:uppercase;color:var(--accent)}
.article-time,.article-content-secondary-header{color:var(--soft);font-size:14px}
.article-content-secondary-header{display:flex;gap:16px;align-items:center;margin-bottom:14px}
.social-links p{display:inline;margin:0}.article-time-big{font-size:18px;color:var(--ink)}
.article-content-image{width:100%;aspect-ratio:16/9;object-fit:cover;border-radius:4px}
.subscribe-us,.art-follow,.ad,.ads{margin:16px 0;padding:8px 16px;border:1px dashed #c6ced8;
border-radius:4px;color:var(--soft);font-size:14px;text-align:center}
.article-tags{margin:18px 0;font-size:15px}.article-tags a{color:var(--accent);margin-right:6px}
.articles-section-view .article{display:flex;gap:16px;padding:12px 0;
border-bottom:1px solid var(--line)}
.articles-section-view .article-time{flex:0 0 84px}.articles-section-view span{display:block}
.col-23,.article-image-wrapper{line-height:0}.article-image{width:96px;height:60px;object-fit:cover;border-radius:3px;font-size:9px}
.article-link-wrapper{font-size:18px;line-height:1.35;margin:0;font-weight:400}
.more-about{margin-top:32px}.more-about-title,.side-block-title{font-size:15px;font-weight:700;
letter-spacing:.06em;color:var(--accent);margin:0 0 6px}
.side-block{margin-bottom:24px;font-size:15px;line-height:1.4}
.side-block ul{list-style:none;margin:0;padding:0}
.side-block li{padding:8px 0;border-top:1px solid var(--line)}
.pager{margin-top:20px;display:flex;gap:6px}.pager a{padding:4px 11px;border:1px solid var(--line);
border-radius:4px}.pager a.active{background:var(--accent);color:#fff}
footer{color:var(--soft);font-size:13px}
"""


def layout(edition: Edition, title: str, main: str, aside: str = "", head: str = "") -> str:
    """A whole document. ``main``, ``aside`` and ``head`` are HTML, ``title`` is text."""
    return f"""\
<!DOCTYPE html>
<html lang="{edition.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
{head}<style>
{STYLESHEET}</style>
</head>
<body>
{_header(edition)}<div class="columns">
<main>
{main}</main>
<aside>
{aside}</aside>
</div>
<footer>The newsroom: everything on this site is invented.</footer>
</body>
</html>
"""


@lru_cache(maxsize=8)
def _header_of(source: str, sections: tuple[tuple[str, str], ...]) -> str:
    links = "".join(f'<a href="/news/{key}.html">{escape(name)}</a>' for key, name in sections)
    return (
        f'<header class="site-header"><div><a href="/"><b>{escape(source)}</b></a>'
        f"<nav>{links}</nav></div></header>\n"
    )


def _header(edition: Edition) -> str:
    return _header_of(edition.source, tuple(edition.sections.items()))
