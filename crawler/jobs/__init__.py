"""Work that a process of its own does, as rows of the ledger: who asked, how far, what came of it.

job         the values: Job, State, Progress
work        kind + arguments → checked work, and the words of its command. Pure
orders      order (once, however often it is asked), cancel, retry
listing     one job, many jobs by cursor, a piece of a job's log
lease       claim, begin, renew, finish, give back, find again
queue       the same behind an interface, for a queue of another kind later
lifeline    parent → child: who hears nothing any more ends
child       the process: limits, lifeline, fence, then the command
telling     a command's progress and result → whoever started it
running     one claimed job from its start to its end
"""
