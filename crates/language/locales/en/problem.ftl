### Why something did not work: what happened, and what to do now. Keys begin with `problem-`.

problem-not-found-title = Page not found
problem-not-found = There is nothing at this address, or you may not see it.
problem-conflict = Somebody else changed this in the meantime. Load the page again and repeat your change.
problem-forbidden = You do not have the right to do this.
problem-throttled = There were too many attempts. Please wait a while and try again.
problem-unavailable = The service is busy at the moment. Please try again in a few seconds.
problem-internal-title = Something went wrong
problem-internal = The fault is ours and has been recorded. Please try again.
problem-request-id = Reference: { $id }
