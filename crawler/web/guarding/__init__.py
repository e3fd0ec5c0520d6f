"""What stands before every answer, from the outside in.

heads       HEAD is answered as GET
headers     what every answer bears: what a browser may do with it
hosts       names it answers to: a page of another name cannot reach it by DNS
bodies      how large a request may be
visitor     who asks: nobody, whoever is on this machine, a token, a session
gate        who may do what; how often; from which page
"""
