-- Left join, counted: how many of a city's people have a known employer
SELECT count(*), count(b.o) FROM (SELECT s, o FROM triples WHERE p = {livesIn}) a
LEFT JOIN (SELECT s, o FROM triples WHERE p = {worksFor}) b ON b.s = a.s
WHERE a.o = {city/3}
