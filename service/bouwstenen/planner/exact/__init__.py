"""The optimum itself: a problem in numbers in, every best package with its proof out."""
