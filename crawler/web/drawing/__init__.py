"""Values → what a template draws, as inline SVG or a table. Pure.

sparkline    a row of shares or counts
calendar     days → weeks of cells
side_by_side what a version changed → the older and the newer text, word by word
neighbours   the pages that an article names and that name it → places on a drawing
"""
