"""Canned questions: read them, bind their parameters, run them."""
