"""One process that plans and works: `python -m crawler serve`.

settings    where it keeps things, how many jobs at once, within which limits
service     the loop: what is due, what is found again, what is begun
tidying     what was over long ago → gone
run         from the settings to the exit code, with whatever else is served beside it
"""
