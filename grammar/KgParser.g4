// One statement of kg's query language.
//
// A claim is a flat run of tokens here: which words are its subject, relation and object is decided by the
// names in the store (kg/lang/claim_split.cpp), not by the grammar. Elements of a group are joined by `and`, which
// keeps every decision within two tokens. Filters stand in a group without parentheses only as far as `and` and
// `or` are not needed in them: `and` between elements already means both, `or` needs parentheses.
parser grammar KgParser;
options { tokenVocab = KgLexer; }

statement
  : (query | update | declaration | definition | PREFIX PREFIXED_NAME IRI | transaction | SHOW WORD | SET WORD WORD) SEMICOLON? EOF
  ;

query: (EXPLAIN SPARQL? | PROFILE)? (AS OF moment)? question;
moment: INTEGER | DATE | DATETIME | PARAMETER;
question
  : find
  | ASK group
  | pathSearch
  | DESCRIBE thing
  | BUILD templates WHERE group limit?
  | SEARCH text limit?
  | CHECK (claim | text) (TOLERANCE (number | PARAMETER) PERCENT?)? (FROM things)?
  | EVIDENCE FOR claim
  | CONFLICTS (ABOUT thing)?
  | claim
  ;
update: (ADD | REMOVE) (templates WHERE group | claim ((COMMA | AND) claim)*);
templates: LBRACE claim (AND claim)* RBRACE;
transaction: BEGIN | COMMIT | ROLLBACK;
definition
  : DEFINE ruleName LPAREN VARIABLE (COMMA VARIABLE)* RPAREN AS group
  | UNDEFINE name
  ;
ruleName: WORD* (WORD | FUNCTION) | QUOTED_NAME | IRI | PREFIXED_NAME;

thing: name | PARAMETER;
things: thing (COMMA thing)*;
text: STRING | PARAMETER;

// Paths as answers. Each step is what `via` says, or any one triple in either direction.
pathSearch: PATH FROM thing TO thing pathOption*;
pathOption
  : VIA run
  | WITHIN (INTEGER | PARAMETER)
  | ALL
  | K (INTEGER | PARAMETER)
  | CHEAPEST BY name
  ;

// --- declarations -----------------------------------------------------------------------------------
declaration: entity | relation;
entity: ENTITY name (AKA aliases)? (IS WORD names)?;
relation: RELATION name relationProperty*;
relationProperty
  : AKA aliases
  | INVERSE name
  | FUNCTIONAL
  | SYMMETRIC
  | TRANSITIVE
  | UNIT (WORD+ | PERCENT | CURRENCY)
  | NARROWER THAN name
  ;
aliases: alias (COMMA alias)*;
alias: name | STRING;
names: name (COMMA name)*;

// --- find --------------------------------------------------------------------------------------------
find: FIND DISTINCT? (STAR | item (COMMA item)*) WHERE group groupBy? having? orderBy? (limit | offset)*;
item: expression (AS VARIABLE)?;
groupBy: GROUP BY item (COMMA item)*;
having: HAVING expression;
orderBy: ORDER BY orderKey (COMMA orderKey)*;
orderKey: expression (ASC | DESC)?;
limit: LIMIT (INTEGER | PARAMETER);
offset: OFFSET (INTEGER | PARAMETER);

// --- groups ------------------------------------------------------------------------------------------
group: element (AND element)*;
element
  : claim
  | condition
  | NOT braced
  | EXISTS braced
  | OPTIONAL braced
  | braced (OR braced)*
  | LET VARIABLE EQUAL (comparison | name)
  | values
  ;
braced: LBRACE (find | group) RBRACE;
values
  : VALUES VARIABLE LPAREN value (COMMA value)* RPAREN
  | VALUES LPAREN VARIABLE (COMMA VARIABLE)* RPAREN LPAREN row (COMMA row)* RPAREN
  ;
row: LPAREN value (COMMA value)* RPAREN;
value: MINUS? literal | PARAMETER | name;

// --- claims ------------------------------------------------------------------------------------------
claim
  : ( (WORD | TRUE | FALSE | QUOTED_NAME | IRI | PREFIXED_NAME | WILDCARD) run
    | (VARIABLE | PARAMETER) relationStart run?
    ) qualifiers? (AS VARIABLE)?
  ;
// What can follow a variable in a claim. An operator there makes it a filter.
relationStart
  : WORD | TRUE | FALSE | QUOTED_NAME | IRI | PREFIXED_NAME | WILDCARD | VARIABLE | PARAMETER | CARET | LPAREN run RPAREN
  ;
run
  : ( WORD | TRUE | FALSE | QUOTED_NAME | IRI | PREFIXED_NAME | WILDCARD | VARIABLE | PARAMETER | CARET
    | STRING | LANGUAGE_TAG | DATATYPE_MARK
    | INTEGER | DECIMAL | DOUBLE | DATE | DATETIME | DOT_DOT | PERCENT | CURRENCY | TILDE
    | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL
    | PLUS | MINUS | STAR | SLASH | PIPE | REPEAT
    | LPAREN run RPAREN
    )+
  ;
qualifiers: LBRACKET qualifier (COMMA qualifier)* RBRACKET;
qualifier: WHERE? run;

// --- expressions -------------------------------------------------------------------------------------
condition: NOT condition | comparison;
expression
  : NOT expression
  | expression AND expression
  | expression OR expression
  | comparison
  ;
comparison
  : operand
    ( (EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) (operand | name)
    | MATCHES text
    | NOT? IN LPAREN argument (COMMA argument)* RPAREN
    )?
  ;
operand
  : (MINUS | PLUS) operand
  | operand (STAR | SLASH) operand
  | operand (PLUS | MINUS) operand
  | primary
  ;
primary: VARIABLE | PARAMETER | literal | call | LPAREN expression RPAREN;
call: FUNCTION LPAREN DISTINCT? (STAR | argument (COMMA argument)*)? RPAREN;
argument: expression | name;

// --- names and literals ------------------------------------------------------------------------------
name: WORD (WORD | INTEGER | DECIMAL | DATE | TRUE | FALSE)* | QUOTED_NAME | IRI | PREFIXED_NAME;
literal
  : STRING (LANGUAGE_TAG | DATATYPE_MARK (IRI | PREFIXED_NAME))?
  | TRUE
  | FALSE
  | (DATE | DATETIME) (DOT_DOT (DATE | DATETIME))?
  | TILDE? CURRENCY? number (DOT_DOT CURRENCY? number)? (PERCENT | WORD+)?
  ;
number: INTEGER | DECIMAL | DOUBLE;
