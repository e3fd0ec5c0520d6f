"""Values → what a template draws, as inline SVG or a table. Pure.

sparkline    a row of shares or counts
fills        the shares of each field → a line, and whether the latest is as usual
calendar     days → weeks of cells
side_by_side what a version changed → the older and the newer text, word by word
neighbours   the pages that an article names and that name it → places on a drawing
"""
