"""Checks seeds/: every quote stands in its brief, every name is declared, nothing is said twice.

usage: seeds_check.py [SEEDS]      SEEDS is seeds/ of this source tree unless given.

Prints one line per problem as FILE:LINE: REASON, and the counts. Exit status 1 when there is a problem.
"""

import collections
import pathlib
import re
import sys
import unicodedata

# Names that may belong to several declarations. None so far: a shared alias makes a flat claim ambiguous.
SHARED_NAMES = set()
# Relations that the language knows without a declaration.
BUILT_IN_QUALIFIERS = {"about", "at", "during", "for", "from", "in", "of", "on", "quote", "source", "stance", "to"}
# What a vocabulary may say about the store itself, beside its declarations.
STORE = "<https://kg.example/ns#store>"
# What it may say about two types.
ABOUT_TYPES = {"<http://www.w3.org/2000/01/rdf-schema#subClassOf>", "<http://www.w3.org/2002/07/owl#disjointWith>"}
# What it may say about a relation: that it is a deed; and about a name: whom it stands for in one.
DEED = "<https://kg.example/ns#Deed>"
STANDS_FOR = "<https://kg.example/ns#standsFor>"
STANCES = {"asserted", "attributed", "denied"}
LEAST_CLAIMS = 300

TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)
      | (?P<string>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")*")
      | (?P<end>;)
      | (?P<mark>[\[\],])
      | (?P<word>[^\s\[\],;'"]+)""",
    re.VERBOSE,
)

Token = collections.namedtuple("Token", "kind text line")
Claim = collections.namedtuple("Claim", "file line subject relation object qualifiers")
Value = collections.namedtuple("Value", "kind text")  # kind: name, string or value
Entity = collections.namedtuple("Entity", "line aliases types")
Relation = collections.namedtuple("Relation", "line aliases inverse functional broader")


def folded(name):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Checker:
    def __init__(self, seeds):
        self.seeds = seeds
        self.problems = []
        self.entities = {}
        self.relations = {}
        self.bodies = {}
        self.front = {}
        self.claims = []
        self.type_statements = []
        self.deeds = []

    def problem(self, path, line, reason):
        self.problems.append(f"{path.relative_to(self.seeds.parent)}:{line}: {reason}")

    def statements(self, path):
        """Yields the statements of a .kg file as lists of tokens, without blanks and semicolons."""
        text = path.read_text(encoding="utf-8")
        statement, position, line = [], 0, 1
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                self.problem(path, line, f"cannot read {text[position:position + 20]!r}")
                return
            kind, word = match.lastgroup, match.group()
            if kind == "end":
                yield statement
                statement = []
            elif kind != "blank":
                statement.append(Token(kind, word, line))
            line += word.count("\n")
            position = match.end()
        if statement:
            self.problem(path, statement[0].line, "the last statement has no semicolon")

    # --- vocabulary ---------------------------------------------------------------------------------
    def read_vocabulary(self):
        path = self.seeds / "vocabulary.kg"
        for statement in self.statements(path):
            keyword = statement[0].text.lower()
            if keyword == "entity":
                self.read_entity(path, statement)
            elif keyword == "relation":
                self.read_relation(path, statement)
            elif keyword == "add" and len(statement) == 4 and statement[2].text in {*ABOUT_TYPES, STANDS_FOR}:
                self.type_statements.append(statement)
            elif keyword == "add" and statement[-1].text == DEED:
                self.deeds.append(statement[1])
            elif not (keyword == "add" and len(statement) > 1 and statement[1].text == STORE):
                self.problem(path, statement[0].line, f"a vocabulary declares, and {keyword!r} does not")
        self.check_vocabulary(path)

    def read_name(self, path, tokens):
        """Takes a name off the front: a quoted one, or one bare word."""
        if not tokens or tokens[0].kind not in ("name", "word"):
            line = tokens[0].line if tokens else 0
            self.problem(path, line, "a name is missing")
            return ""
        token = tokens.pop(0)
        return token.text[1:-1].replace('""', '"') if token.kind == "name" else token.text

    def read_names(self, path, tokens):
        names = [self.read_name(path, tokens)]
        while tokens and tokens[0].text == ",":
            tokens.pop(0)
            names.append(self.read_name(path, tokens))
        return names

    def read_entity(self, path, statement):
        tokens = list(statement[1:])
        name, aliases, types = self.read_name(path, tokens), [], []
        if tokens and tokens[0].text == "aka":
            tokens.pop(0)
            aliases = self.read_names(path, tokens)
        if tokens and tokens[0].text == "is":
            del tokens[:2]
            types = self.read_names(path, tokens)
        if tokens:
            self.problem(path, tokens[0].line, f"{tokens[0].text!r} does not belong here")
        if name in self.entities:
            self.problem(path, statement[0].line, f"entity {name!r} is declared twice")
        self.entities[name] = Entity(statement[0].line, aliases, types)

    def read_relation(self, path, statement):
        tokens = list(statement[1:])
        name, aliases, inverse, broader, functional = self.read_name(path, tokens), [], None, [], False
        while tokens:
            word = tokens.pop(0).text
            if word == "aka":
                aliases = self.read_names(path, tokens)
            elif word == "inverse":
                inverse = self.read_name(path, tokens)
            elif word == "narrower":
                tokens.pop(0)
                broader.append(self.read_name(path, tokens))
            elif word == "functional":
                functional = True
            elif word == "unit":
                tokens.pop(0)
            elif word not in ("symmetric", "transitive"):
                self.problem(path, statement[0].line, f"{word!r} is no property of a relation")
        if name in self.relations:
            self.problem(path, statement[0].line, f"relation {name!r} is declared twice")
        self.relations[name] = Relation(statement[0].line, aliases, inverse, functional, broader)

    def check_vocabulary(self, path):
        owners = collections.defaultdict(list)
        for name, declared in [*self.entities.items(), *self.relations.items()]:
            for known in [name, *declared.aliases]:
                owners[folded(known)].append((declared.line, name))
        for known, users in owners.items():
            if known != " ".join(known.split()):
                self.problem(path, users[0][0], f"{known!r} has blanks that a flat claim cannot have")
            if len(users) > 1 and known not in SHARED_NAMES:
                self.problem(path, users[-1][0], f"{known!r} names {' and '.join(repr(n) for _, n in users)}")
        for name, entity in self.entities.items():
            for kind in entity.types:
                if kind not in self.entities:
                    self.problem(path, entity.line, f"{name!r} is a {kind!r}, which is not declared")
        for name, relation in self.relations.items():
            for other in [relation.inverse, *relation.broader]:
                if other and other not in self.relations:
                    self.problem(path, relation.line, f"{name!r} refers to {other!r}, which is not declared")
            if relation.inverse and self.relations.get(relation.inverse, relation).inverse not in (None, name):
                self.problem(path, relation.line, f"{relation.inverse!r} has another inverse than {name!r}")

        for _, first, _, second in self.type_statements:
            for token in (first, second):
                if token.text.strip('"') not in self.entities:
                    self.problem(path, token.line, f"{token.text} is no entity of the vocabulary")
        for token in self.deeds:
            if token.text.strip('"') not in self.relations:
                self.problem(path, token.line, f"{token.text} is no relation of the vocabulary")

    # --- documents ----------------------------------------------------------------------------------
    def read_documents(self):
        for path in sorted((self.seeds / "documents").glob("*.md")):
            text = path.read_text(encoding="utf-8")
            parts = text.split("---\n", 2)
            if len(parts) != 3 or parts[0]:
                self.problem(path, 1, "the front matter is missing")
                continue
            front = dict(line.split(": ", 1) for line in parts[1].splitlines())
            for key in ("title", "digests", "publisher", "origin"):
                if key not in front:
                    self.problem(path, 1, f"the front matter has no {key!r}")
            self.front[path.stem] = front
            self.bodies[path.stem] = parts[2]

    # --- claims -------------------------------------------------------------------------------------
    def value(self, tokens):
        if len(tokens) == 1 and tokens[0].kind == "name":
            return Value("name", tokens[0].text[1:-1].replace('""', '"'))
        if len(tokens) == 1 and tokens[0].kind == "string":
            return Value("string", tokens[0].text[1:-1].replace("''", "'"))
        return Value("value", " ".join(token.text for token in tokens))

    def read_facts(self):
        for path in sorted((self.seeds / "facts").glob("*.kg")):
            for statement in self.statements(path):
                self.read_claim(path, statement)

    def read_claim(self, path, statement):
        line = statement[0].line
        opening = next((i for i, token in enumerate(statement) if token.text == "["), None)
        if statement[0].text != "add" or opening is None or statement[-1].text != "]" or opening < 4:
            self.problem(path, line, "a fact reads: add SUBJECT relation OBJECT [qualifiers]")
            return
        qualifiers, part = [], []
        for token in [*statement[opening + 1:-1], Token("mark", ",", line)]:
            if token.text == "," and token.kind == "mark":
                if len(part) < 2:
                    self.problem(path, line, "a qualifier needs a relation and a value")
                    return
                qualifiers.append((self.value(part[:1]).text, self.value(part[1:])))
                part = []
            else:
                part.append(token)
        subject, relation = self.value(statement[1:2]), self.value(statement[2:3])
        self.claims.append(
            Claim(path, line, subject, relation, self.value(statement[3:opening]), qualifiers))

    def check_claims(self):
        seen = {}
        for claim in self.claims:
            self.check_names(claim)
            self.check_evidence(claim)
            same = (claim.file, claim.subject, claim.relation, claim.object,
                    tuple(sorted(q for q in claim.qualifiers if q[0] != "quote")))
            if same in seen:
                self.problem(claim.file, claim.line, f"the claim of line {seen[same]} again")
            seen.setdefault(same, claim.line)
        self.check_functional()

    def check_names(self, claim):
        entities = [claim.subject, claim.object, *(value for _, value in claim.qualifiers)]
        for value in entities:
            if value.kind == "name" and value.text not in self.entities:
                self.problem(claim.file, claim.line, f"no entity {value.text!r} in the vocabulary")
        if claim.subject.kind != "name":
            self.problem(claim.file, claim.line, "the subject stands without double quotes")
        if claim.relation.text not in self.relations:
            self.problem(claim.file, claim.line, f"no relation {claim.relation.text!r} in the vocabulary")
        if claim.object.kind == "value" and not re.search(r"\d", claim.object.text):
            self.problem(claim.file, claim.line, f"the object {claim.object.text!r} stands without quotes")
        for relation, _ in claim.qualifiers:
            if relation not in self.relations and relation not in BUILT_IN_QUALIFIERS:
                self.problem(claim.file, claim.line, f"no relation {relation!r} in the vocabulary")

    def check_evidence(self, claim):
        qualifiers = collections.defaultdict(list)
        for relation, value in claim.qualifiers:
            qualifiers[relation].append(value.text)
        if len(qualifiers["source"]) != 1 or len(qualifiers["quote"]) != 1:
            self.problem(claim.file, claim.line, "a claim has one source and one quote")
            return
        source, quote = qualifiers["source"][0], qualifiers["quote"][0]
        if source not in self.bodies:
            self.problem(claim.file, claim.line, f"no document {source!r}")
        elif not any(quote in line for line in self.bodies[source].splitlines()):
            self.problem(claim.file, claim.line, f"the quote does not stand in {source}: {quote!r}")
        if claim.file.name != "denied.kg" and claim.file.stem != source:
            self.problem(claim.file, claim.line, f"a claim of {source} stands among those of {claim.file.stem}")
        for stance in qualifiers["stance"]:
            if stance not in STANCES:
                self.problem(claim.file, claim.line, f"no stance {stance!r}")
        if ("denied" in qualifiers["stance"]) != (claim.file.name == "denied.kg"):
            self.problem(claim.file, claim.line, "denials, and nothing else, stand in denied.kg")

    def check_functional(self):
        values = {}
        for claim in self.claims:
            relation = self.relations.get(claim.relation.text)
            if relation is None or not relation.functional:
                continue
            first = values.setdefault((claim.subject, claim.relation), claim.object)
            if first != claim.object:
                self.problem(claim.file, claim.line, f"{claim.relation.text!r} has a second value")

    def run(self):
        self.read_vocabulary()
        self.read_documents()
        self.read_facts()
        self.check_claims()
        count = collections.Counter(claim.file.name for claim in self.claims)
        if len(self.claims) < LEAST_CLAIMS:
            self.problem(self.seeds / "facts", 0, f"fewer than {LEAST_CLAIMS} claims")
        for problem in self.problems:
            print(problem)
        used = {claim.relation.text for claim in self.claims}
        print(f"{len(self.entities)} entities, {len(self.relations)} relations ({len(used)} used), "
              f"{len(self.bodies)} documents, {len(self.claims)} claims:",
              ", ".join(f"{name} {number}" for name, number in sorted(count.items())))
        return 1 if self.problems else 0


if __name__ == "__main__":
    default = pathlib.Path(__file__).resolve().parents[2] / "seeds"
    sys.exit(Checker(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else default).run())
