"""Page → Draft: site rules, structured data, generic finders. Pure.

`extract` is what a page goes through; `find_wrong` tells a page that is no article from one
that is.

compose         which answers count for which field
site_rules      a site's declared rules
structured      JSON-LD (json_ld, loose_json) and meta elements (meta_tags) → candidates;
                people: authors
timestamps      numbers of seconds → ISO 8601
titles          titles without the outlet's name
date_lines      line → times of publication and of change
bylines         the visible page → authors; names_beside_date: names that nothing marks
told_tags       lists of tags that are told, and which are doubtful; visible_tags: as shown
visible         the page as seen: headline, what is near it; visible_times
markup          element → text as a reader sees it
generic_body    the story of any page: stretch, certainty, trafilatura, page_state
state_fields    the program's data of the page → authors, tags
headline_words  the words of a headline, by which a story is known
address_words   whether an address was made of a heading
blocks          tree → blocks of text; boilerplate says which speak against being story by their
                names, the tables of which stand in boilerplate_names
teasers         blocks of other stories' cards, marked as such; offers: of boxes with a field
projection      a library's text → the page's blocks, completed
story_lines     a story's blocks → its text; appendages: what is put below;
                short_stories: what is longer than they
phrases         the tables of lines that are no story; sign_offs: of those that end pages; notices:
                what is said to the reader
wrong_page      challenge, soft 404, wall, empty: reasons
"""

from crawler.extraction.compose import extract
from crawler.extraction.wrong_page import Wrong, find_wrong

__all__ = ["Wrong", "extract", "find_wrong"]
