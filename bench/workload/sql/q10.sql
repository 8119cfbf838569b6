-- Distinct employers, counted
SELECT count(DISTINCT o) FROM (SELECT s, o FROM triples WHERE p = {worksFor}) a
