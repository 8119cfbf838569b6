-- Everything a work cites, directly or not, counted
WITH RECURSIVE reached(o) AS (
  SELECT o FROM triples WHERE s = {work/12000} AND p = {cites}
  UNION
  SELECT t.o FROM reached r JOIN triples t ON t.s = r.o WHERE t.p = {cites})
SELECT count(*) FROM reached
