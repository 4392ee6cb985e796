# Ask the service from R: a canned question, and a query of one's own. Base R is enough: both answer in CSV.
#
#     BOUWSTENEN_URL=http://127.0.0.1:8000 Rscript question.R zelfbeheersing
#
# Meant for policy, never for persons.

address <- Sys.getenv("BOUWSTENEN_URL", "http://127.0.0.1:8000")
options(width = 200)

ask <- function(path, ...) {
  given <- c(list(...), format = "csv")
  pairs <- paste0(names(given), "=", vapply(given, URLencode, "", reserved = TRUE), collapse = "&")
  read.csv(paste0(address, path, "?", pairs), encoding = "UTF-8")
}

# A canned question: which interventions are there at a factor? A thing is named by its slug, label or IRI.
arguments <- commandArgs(trailingOnly = TRUE)
factor <- if (length(arguments) > 0) arguments[1] else "zelfbeheersing"
interventions <- ask("/queries/factor-interventions", factor = factor)
print(interventions[c("interventionLabel", "trede", "availabilityLabels", "passageLabel")], row.names = FALSE)

# A query of one's own: how many interventions does the report place on each trede? One may stand on several, where
# sources disagree.
query <- '
SELECT ?trede ?label (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {
  ?intervention a bm:Intervention ; bm:trede ?rung .
  ?rung bm:level ?trede ; rdfs:label ?label .
  FILTER(LANG(?label) = "en")
} GROUP BY ?trede ?label ORDER BY ?trede
'
cat("\n")
print(ask("/sparql", query = query), row.names = FALSE)
