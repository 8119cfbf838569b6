// Titles that match a regular expression
// columns: work -
MATCH (x:work) WHERE regexp_matches(x.title, 'stone.*dragon') RETURN x.id, x.title
