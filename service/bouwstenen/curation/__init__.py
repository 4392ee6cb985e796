"""What curators do: spreadsheets, proposals and their review, links, what is out of date."""
