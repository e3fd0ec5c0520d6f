"""Who may use the service, and what was done there.

tokens      a name, a scope and a secret, of which only the digest is kept
sessions    a browser that showed a token, for some days
audit       one line an operation, refused ones too
"""
