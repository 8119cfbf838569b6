// Names with a prefix
// columns: person -
MATCH (x:person) WHERE starts_with(x.name, 'alpha ri') RETURN x.id, x.name
