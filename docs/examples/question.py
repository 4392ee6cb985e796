"""Ask the service from Python: a canned question with pandas, and a query with SPARQLWrapper.

    pip install pandas sparqlwrapper
    BOUWSTENEN_URL=http://127.0.0.1:8000 python question.py zelfbeheersing

Meant for policy, never for persons.
"""

import os
import sys
from urllib.parse import urlencode

import pandas
from SPARQLWrapper import CSV, SPARQLWrapper

URL = os.environ.get("BOUWSTENEN_URL", "http://127.0.0.1:8000")

# A canned question: which interventions are there at a factor? A thing is named by its slug, label or IRI.
factor = sys.argv[1] if len(sys.argv) > 1 else "zelfbeheersing"
asked = urlencode({"factor": factor, "format": "csv"})
interventions = pandas.read_csv(f"{URL}/queries/factor-interventions?{asked}")
print(interventions[["interventionLabel", "trede", "availabilityLabels", "passageLabel"]].to_string(index=False))

# A query of one's own: how many interventions does the report place on each trede? One may stand on several,
# where sources disagree.
QUERY = """
SELECT ?trede ?label (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {
  ?intervention a bm:Intervention ; bm:trede ?rung .
  ?rung bm:level ?trede ; rdfs:label ?label .
  FILTER(LANG(?label) = "en")
} GROUP BY ?trede ?label ORDER BY ?trede
"""
endpoint = SPARQLWrapper(f"{URL}/sparql", returnFormat=CSV)
endpoint.setQuery(QUERY)
print()
print(endpoint.queryAndConvert().decode())
