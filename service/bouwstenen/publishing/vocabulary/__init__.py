"""The vocabulary as its readers meet it: each term described, drawn, counted, with an example."""
