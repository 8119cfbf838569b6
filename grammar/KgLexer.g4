// Tokens of kg's query language. Keywords are recognised in any case.
//
// Most keywords are soft: kg/lang/parser_soften.cpp turns a keyword token into WORD where the statement cannot
// use it (`show` anywhere but at the start, `limit` that no number follows), so that names and relations keep
// the words. What stays reserved inside unquoted names: and or not as where having.
lexer grammar KgLexer;

// A WORD that a parenthesis follows without a blank; kg/lang/parser_soften.cpp makes it.
tokens { FUNCTION }

// Statements
FIND: L_F L_I L_N L_D;
ASK: L_A L_S L_K;
ADD: L_A L_D L_D;
REMOVE: L_R L_E L_M L_O L_V L_E;
ENTITY: L_E L_N L_T L_I L_T L_Y;
RELATION: L_R L_E L_L L_A L_T L_I L_O L_N;
PREFIX: L_P L_R L_E L_F L_I L_X;
BEGIN: L_B L_E L_G L_I L_N;
COMMIT: L_C L_O L_M L_M L_I L_T;
ROLLBACK: L_R L_O L_L L_L L_B L_A L_C L_K;
EXPLAIN: L_E L_X L_P L_L L_A L_I L_N;
PROFILE: L_P L_R L_O L_F L_I L_L L_E;
PATH: L_P L_A L_T L_H;
DESCRIBE: L_D L_E L_S L_C L_R L_I L_B L_E;
BUILD: L_B L_U L_I L_L L_D;
SEARCH: L_S L_E L_A L_R L_C L_H;
CHECK: L_C L_H L_E L_C L_K;
EVIDENCE: L_E L_V L_I L_D L_E L_N L_C L_E;
CONFLICTS: L_C L_O L_N L_F L_L L_I L_C L_T L_S;
DEFINE: L_D L_E L_F L_I L_N L_E;
UNDEFINE: L_U L_N L_D L_E L_F L_I L_N L_E;
SET: L_S L_E L_T;
SHOW: L_S L_H L_O L_W;

// Queries
DISTINCT: L_D L_I L_S L_T L_I L_N L_C L_T;
WHERE: L_W L_H L_E L_R L_E;
AND: L_A L_N L_D;
OR: L_O L_R;
NOT: L_N L_O L_T;
EXISTS: L_E L_X L_I L_S L_T L_S;
OPTIONAL: L_O L_P L_T L_I L_O L_N L_A L_L;
LET: L_L L_E L_T;
VALUES: L_V L_A L_L L_U L_E L_S;
IN: L_I L_N;
AS: L_A L_S;
GROUP: L_G L_R L_O L_U L_P;
ORDER: L_O L_R L_D L_E L_R;
BY: L_B L_Y;
HAVING: L_H L_A L_V L_I L_N L_G;
LIMIT: L_L L_I L_M L_I L_T;
OFFSET: L_O L_F L_F L_S L_E L_T;
ASC: L_A L_S L_C;
DESC: L_D L_E L_S L_C;
TRUE: L_T L_R L_U L_E;
FALSE: L_F L_A L_L L_S L_E;

// Parts of one kind of statement
OF: L_O L_F;
SPARQL: L_S L_P L_A L_R L_Q L_L;
FROM: L_F L_R L_O L_M;
TO: L_T L_O;
VIA: L_V L_I L_A;
WITHIN: L_W L_I L_T L_H L_I L_N;
ALL: L_A L_L L_L;
K: L_K;
CHEAPEST: L_C L_H L_E L_A L_P L_E L_S L_T;
TOLERANCE: L_T L_O L_L L_E L_R L_A L_N L_C L_E;
FOR: L_F L_O L_R;
ABOUT: L_A L_B L_O L_U L_T;
MATCHES: L_M L_A L_T L_C L_H L_E L_S;

// Declarations
AKA: L_A L_K L_A;
IS: L_I L_S;
INVERSE: L_I L_N L_V L_E L_R L_S L_E;
FUNCTIONAL: L_F L_U L_N L_C L_T L_I L_O L_N L_A L_L;
SYMMETRIC: L_S L_Y L_M L_M L_E L_T L_R L_I L_C;
TRANSITIVE: L_T L_R L_A L_N L_S L_I L_T L_I L_V L_E;
UNIT: L_U L_N L_I L_T;
NARROWER: L_N L_A L_R L_R L_O L_W L_E L_R;
THAN: L_T L_H L_A L_N;

// Values. A number carries no sign: `?a-3` is a subtraction.
INTEGER: DIGITS;
DECIMAL: DIGITS '.' DIGITS;
DOUBLE: DIGITS ('.' DIGITS)? [eE] [+-]? [0-9]+;
DATE: D D D D '-' ([Qq] [1-4] | D D ('-' D D)?);
DATETIME: D D D D '-' D D '-' D D 'T' D D ':' D D ':' D D ('.' D+)? ('Z' | [+-] D D ':' D D)?;
STRING: '\'' (~'\'' | '\'\'')* '\'';
UNTERMINATED_STRING: '\'' (~'\'' | '\'\'')*;
LANGUAGE_TAG: '@' [a-zA-Z]+ ('-' '-'? [a-zA-Z0-9]+)*;
DATATYPE_MARK: '^^';

// Names
VARIABLE: '?' (LETTER | D) (LETTER | D)*;
WILDCARD: '?';
PARAMETER: '$' [a-zA-Z] [a-zA-Z0-9_]*;
CURRENCY: [$€£];
QUOTED_NAME: '"' (~'"' | '""')* '"';
UNTERMINATED_NAME: '"' (~'"' | '""')*;
IRI: '<' ~[<>"{}|^`\\\u0000\u0004-\u0020]+ '>';
PREFIXED_NAME: (LETTER (LETTER | D | [.-])*)? ':' LOCAL?;
// Has a letter; may begin with digits (14th, 15-member), join parts (Xi'an, AT&T, low-carbon, U.S) and be an
// acronym with full stops (U.S.).
WORD
  : D* LETTER (LETTER | D)* (JOINER (LETTER | D)+)*
  | D+ (JOINER D+)* JOINER D* LETTER (LETTER | D)* (JOINER (LETTER | D)+)*
  | [A-Z] '.' ([A-Z] '.')+
  ;

// Punctuation
REPEAT: '{' D+ (',' ' '? D*)? '}';
LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
COMMA: ',';
SEMICOLON: ';';
DOT_DOT: '..';
DOT: '.';
EQUAL: '=';
NOT_EQUAL: '!=';
LESS_EQUAL: '<=';
GREATER_EQUAL: '>=';
LESS: '<';
GREATER: '>';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PIPE: '|';
CARET: '^';
PERCENT: '%';
TILDE: '~';

COMMENT: '#' ~[\r\n]* -> skip;
BLANK: [ \t\r\n]+ -> skip;
// Keeps lexical errors in the hands of the parser's messages.
OTHER: .;

fragment D: [0-9];
fragment DIGITS: [0-9] ('_'? [0-9])*;
fragment JOINER: ['&.\u0003-];
fragment LOCAL: LOCAL_CHAR ((LOCAL_CHAR | [.-])* (LOCAL_CHAR | '-'))?;
fragment LOCAL_CHAR: LETTER | D | ':' | '%' [0-9a-fA-F] [0-9a-fA-F];
// A character outside ASCII reaches the lexer as \u0001 (a letter), \u0002 (something else), \u0003 (a joiner), a blank, or
// itself when it is a currency sign: kg/lang/parser_lexer.cpp. So the prediction tables, which hold ASCII only, serve every
// script: fifty times as fast.
fragment LETTER: [A-Za-z_\u0001];

fragment L_A: [aA];
fragment L_B: [bB];
fragment L_C: [cC];
fragment L_D: [dD];
fragment L_E: [eE];
fragment L_F: [fF];
fragment L_G: [gG];
fragment L_H: [hH];
fragment L_I: [iI];
fragment L_K: [kK];
fragment L_L: [lL];
fragment L_M: [mM];
fragment L_N: [nN];
fragment L_O: [oO];
fragment L_P: [pP];
fragment L_Q: [qQ];
fragment L_R: [rR];
fragment L_S: [sS];
fragment L_T: [tT];
fragment L_U: [uU];
fragment L_V: [vV];
fragment L_W: [wW];
fragment L_X: [xX];
fragment L_Y: [yY];
