-- Chain of three to a bound end, every row
SELECT x.text, y.text, z.text FROM (SELECT s, o FROM triples WHERE p = {inCountry}) c
JOIN (SELECT s, o FROM triples WHERE p = {locatedIn}) b ON b.o = c.s
JOIN (SELECT s, o FROM triples WHERE p = {worksFor}) a ON a.o = b.s
JOIN terms x ON x.id = a.s JOIN terms y ON y.id = a.o JOIN terms z ON z.id = b.o
WHERE c.o = {country/5}
