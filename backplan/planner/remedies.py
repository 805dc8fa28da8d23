def suggestions(request, replanner, finding, members):
    return ()
