-- Chain of four with a bound end, counted
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {inCountry}) d
JOIN (SELECT s, o FROM triples WHERE p = {locatedIn}) c ON c.o = d.s
JOIN (SELECT s, o FROM triples WHERE p = {worksFor}) b ON b.o = c.s
JOIN (SELECT s, o FROM triples WHERE p = {author}) a ON a.o = b.s
WHERE d.o = {country/5}
