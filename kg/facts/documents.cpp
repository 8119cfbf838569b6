#include "kg/facts/documents.h"

#include <fmt/format.h>
#include <sha2.h>

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"
#include "kg/facts/sentences.h"
#include "kg/model/date.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::size_t kMaxFrontMatterBytes = 64U << 10U;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The line at `at`, without its end; `at` moves behind it.
std::string_view take_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  const std::string_view line = text.substr(at, end - at);
  at = std::min(end + 1, text.size());
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return std::string(value);
}

void set_field(DocumentMetadata& out, std::string_view key, std::string_view value) {
  if (key == "name") out.name = unquoted(value);
  if (key == "title") out.title = unquoted(value);
  if (key == "publisher") out.publisher = unquoted(value);
  if (key == "date") out.date = unquoted(value);
  if (key == "url") out.url = unquoted(value);
  if (key != "origin") return;
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    if (const std::string_view one = trimmed(value.substr(0, comma)); !one.empty())
      out.origins.push_back(unquoted(one));
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
}

Term count_term(std::size_t value) { return Term::integer(static_cast<std::int64_t>(value)); }

Term date_term(const std::string& date) {
  const auto parsed = parse_any_date(date);
  if (parsed && parsed->precision != DatePrecision::interval && parsed->precision != DatePrecision::quarter)
    return Term::literal(date, datatype_of(parsed->precision));
  throw Failure(ErrorCode::data, fmt::format("`{}` is not a date", terminal_safe(date)),
                "write 2026-02-10, 2026-02 or 2026");
}

std::optional<std::size_t> offset_of(const Term& term) {
  if (term.kind != TermKind::literal || term.value.empty() || term.value.size() > 18) return std::nullopt;
  std::size_t out = 0;
  for (const char c : term.value) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + static_cast<std::size_t>(c - '0');
  }
  return out;
}

}  // namespace

FrontMatter read_front_matter(std::string_view text) {
  FrontMatter out;
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  std::size_t at = text.starts_with(kMark) ? kMark.size() : 0;
  if (trimmed(take_line(text, at)) != "---") return {};
  while (at < std::min(text.size(), kMaxFrontMatterBytes)) {
    const std::string_view line = take_line(text, at);
    if (trimmed(line) == "---") {
      out.body = at;
      return out;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    set_field(out.metadata, trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  return {};
}

const std::vector<DocumentRelation>& document_relations() {
  using namespace vocabulary;
  static const std::vector<DocumentRelation> relations{
      {kTitle, "title"},         {kPublisher, "publisher"},
      {kDate, "date"},           {kUrl, "url"},
      {kOrigin, "origin"},       {kSha256, "sha256"},
      {kBytes, "bytes"},         {kPath, "path"},
      {kFullText, "full text"},  {kText, "has text"},
      {kParagraph, "paragraph"}, {kSentenceOf, "sentence of"},
      {kMentions, "mentions"},   {kSurface, "surface"},
      {kStart, "start"},         {kEnd, "end"}};
  return relations;
}

std::string sha256_of(std::string_view bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> out{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), out.data());
  return out.data();
}

std::vector<TermTriple> document_triples(const Term& document, const DocumentSource& source,
                                         const DocumentMetadata& metadata, const std::vector<Term>& origins,
                                         std::size_t body) {
  using namespace vocabulary;
  std::vector<TermTriple> out;
  const auto say = [&](const Term& subject, std::string_view relation, Term value) {
    out.push_back({subject, Term::iri(relation), std::move(value)});
  };
  const auto say_text = [&](std::string_view relation, const std::string& text) {
    if (!text.empty()) say(document, relation, Term::string(text));
  };
  say_text(kTitle, metadata.title);
  say_text(kPublisher, metadata.publisher);
  say_text(kUrl, metadata.url);
  say_text(kPath, source.path);
  if (!metadata.date.empty()) say(document, kDate, date_term(metadata.date));
  for (const Term& origin : origins) say(document, kOrigin, origin);
  say(document, kSha256, Term::string(sha256_of(source.text)));
  say(document, kBytes, count_term(source.text.size()));
  say(document, kFullText, Term::literal(source.text, kDocumentText));
  std::size_t number = 0;
  for (const Sentence& s : sentences_of(source.text, body)) {
    const Term sentence = Term::iri(fmt::format("{}#s{}", document.value, ++number));
    say(sentence, kSentenceOf, document);
    say(sentence, kText, Term::string(std::string_view(source.text).substr(s.begin, s.end - s.begin)));
    say(sentence, kParagraph, count_term(s.paragraph));
    say(sentence, kStart, count_term(s.begin));
    say(sentence, kEnd, count_term(s.end));
  }
  return out;
}

// --- reading ---------------------------------------------------------------------------------------------

DocumentReader::DocumentReader(const TripleSource& source, const Budget& budget)
    : source_(source),
      budget_(budget),
      full_text_(id(vocabulary::kFullText)),
      sentence_of_(id(vocabulary::kSentenceOf)),
      text_(id(vocabulary::kText)),
      mentions_(id(vocabulary::kMentions)),
      start_(id(vocabulary::kStart)),
      end_(id(vocabulary::kEnd)),
      quote_(id(vocabulary::kQuote)),
      prefix_(id(vocabulary::kPrefix)),
      suffix_(id(vocabulary::kSuffix)),
      claim_source_(id(vocabulary::kSource)),
      reifies_(id(iri::kRdfReifies)),
      type_(id(iri::kRdfType)),
      property_(id(vocabulary::kRdfProperty)) {}

std::vector<Id> DocumentReader::places(Permutation order, Id first, Id second) const {
  std::vector<Id> out;
  if (first == kMissing || second == kMissing) return out;
  const auto cursor = source_.cursor({order, 2, {first, second, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (cursor->next(rows)) {
    budget_.check();
    out.insert(out.end(), rows.column[2], rows.column[2] + rows.size);
  }
  return out;
}

std::vector<Id> DocumentReader::documents() const {
  std::vector<Id> out;
  if (full_text_ == kMissing) return out;
  const auto cursor = source_.cursor({Permutation::pso, 1, {full_text_, Id{}, Id{}}, kAllIds, 0b010});
  TripleColumns rows;
  while (cursor->next(rows)) {
    budget_.check();
    for (std::size_t i = 0; i < rows.size; ++i) {
      if (out.empty() || out.back() != rows.column[1][i]) out.push_back(rows.column[1][i]);
    }
  }
  return out;
}

Id DocumentReader::text_of(Id document) const {
  for (const Id text : places(Permutation::spo, document, full_text_)) {
    if (tag_is_literal(text.tag())) return text;
  }
  return kUnbound;
}

std::string DocumentReader::value(Id document, Id relation) const {
  const std::vector<Id> values = places(Permutation::spo, document, relation);
  return values.empty() ? std::string() : source_.term(values.front()).value;
}

Document DocumentReader::read(Id document, bool with_text) const {
  Document out;
  out.metadata.title = value(document, id(vocabulary::kTitle));
  out.metadata.publisher = value(document, id(vocabulary::kPublisher));
  out.metadata.date = value(document, id(vocabulary::kDate));
  out.metadata.url = value(document, id(vocabulary::kUrl));
  out.sha256 = value(document, id(vocabulary::kSha256));
  out.path = value(document, id(vocabulary::kPath));
  if (const Id text = text_of(document); with_text && text.bound()) out.text = source_.term(text).value;
  out.bytes = offset_of(Term::string(value(document, id(vocabulary::kBytes)))).value_or(0);
  out.sentences = places(Permutation::pos, sentence_of_, document).size();
  out.claims = claims_from(document).size();
  return out;
}

void DocumentReader::triples_of(Id subject, std::vector<Triple>& out) const {
  const auto cursor = source_.cursor({Permutation::spo, 1, {subject, Id{}, Id{}}, kAllIds, 0b110});
  TripleColumns rows;
  while (cursor->next(rows)) {
    budget_.check();
    for (std::size_t i = 0; i < rows.size; ++i)
      out.push_back({subject, rows.column[1][i], rows.column[2][i]});
  }
}

std::vector<Triple> DocumentReader::own_triples(Id document) const {
  using namespace vocabulary;
  std::vector<Triple> out;
  for (const std::string_view relation :
       {kTitle, kPublisher, kDate, kUrl, kOrigin, kSha256, kBytes, kPath, kFullText}) {
    const Id known = id(relation);
    for (const Id object : places(Permutation::spo, document, known))
      out.push_back({document, known, object});
  }
  for (const Id sentence : places(Permutation::pos, sentence_of_, document)) triples_of(sentence, out);
  std::erase_if(out, [&](const Triple& triple) { return triple[1] == mentions_; });
  return out;
}

std::vector<Triple> DocumentReader::mention_triples(Id document) const {
  std::vector<Triple> out;
  for (const Id sentence : places(Permutation::pos, sentence_of_, document)) {
    for (const Id thing : places(Permutation::spo, sentence, mentions_)) {
      const Triple mention{sentence, mentions_, thing};
      out.push_back(mention);
      if (reifies_ == kMissing) continue;
      const Id folded = source_.fold(mention);
      for (const Id node : places(Permutation::pos, reifies_, folded)) triples_of(node, out);
    }
  }
  return out;
}

std::vector<TermTriple> DocumentReader::find_mentions(Id document, NameLinker& linker,
                                                      std::string_view base_iri) const {
  using namespace vocabulary;
  std::vector<TermTriple> out;
  for (const Id sentence : places(Permutation::pos, sentence_of_, document)) {
    const Term subject = source_.term(sentence);
    const std::string text = value(sentence, text_);
    const std::size_t start = offset_of(Term::string(value(sentence, start_))).value_or(0);
    for (const Mention& mention : linker.link(text)) {
      for (const Id thing : with_actors(mention.things)) {
        const auto triples = claim_triples(
            {subject, Term::iri(kMentions), source_.term(thing)},
            {{Term::iri(kSurface),
              Term::string(std::string_view(text).substr(mention.begin, mention.end - mention.begin))},
             {Term::iri(kStart), count_term(start + mention.begin)},
             {Term::iri(kEnd), count_term(start + mention.end)}},
            base_iri);
        out.insert(out.end(), triples.begin(), triples.end());
      }
    }
  }
  return out;
}

// And those that they stand for, for a text may mean either.
std::vector<Id> DocumentReader::with_actors(std::vector<Id> things) const {
  const Id stands_for = id(vocabulary::kStandsFor);
  const std::size_t named = things.size();
  for (std::size_t i = 0; i < named; ++i) {
    for (const Id actor : places(Permutation::spo, things[i], stands_for)) {
      if (std::find(things.begin(), things.end(), actor) == things.end()) things.push_back(actor);
    }
  }
  return things;
}

bool DocumentReader::is_mentionable(Id thing) const {
  if (type_ == kMissing) return source_.statistics().relation(thing).triples == 0;
  const bool is_type = source_.count({Permutation::pos, 2, {type_, thing, Id{}}, kAllIds, 0b100}, 1) > 0;
  const bool is_relation = source_.statistics().relation(thing).triples > 0 ||
                           (property_ != kMissing && source_.contains({thing, type_, property_}));
  return !is_type && !is_relation;
}

// --- quotes ----------------------------------------------------------------------------------------------

std::vector<Id> DocumentReader::claims_from(Id document) const {
  return places(Permutation::pos, claim_source_, document);
}

DocumentReader::Claim DocumentReader::claim(Id node) const {
  Claim out;
  out.node = node;
  std::vector<Triple> triples;
  triples_of(node, triples);
  std::optional<std::size_t> start;
  std::optional<std::size_t> end;
  for (const Triple& triple : triples) {
    const Id relation = triple[1];
    if (relation == reifies_) out.triple = triple[2];
    if (relation != quote_ && relation != prefix_ && relation != suffix_ && relation != start_ &&
        relation != end_) {
      continue;
    }
    const Term term = source_.term(triple[2]);
    if (relation == quote_) out.quotes.push_back(term.value);
    if (relation == prefix_) out.prefix = term.value;
    if (relation == suffix_) out.suffix = term.value;
    if (relation == start_) start = offset_of(term);
    if (relation == end_) end = offset_of(term);
    if (relation == start_ || relation == end_) out.positions.push_back(triple);
  }
  if (start && end) out.span = TextSpan{*start, *end};
  return out;
}

void DocumentTexts::clear() {
  kept_.clear();
  bytes_ = 0;
}

std::shared_ptr<const DocumentText> DocumentTexts::text(const TripleSource& source, Id document) {
  const Id relation = source.find(Term::iri(vocabulary::kFullText));
  if (relation == kMissing) return nullptr;
  const auto cursor = source.cursor({Permutation::spo, 2, {document, relation, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  if (!cursor->next(rows) || !tag_is_literal(rows.column[2][0].tag())) return nullptr;
  const Id literal = rows.column[2][0];
  if (const auto found = kept_.find(literal); found != kept_.end()) return found->second;
  auto text = std::make_shared<const DocumentText>(source.term(literal).value);
  if (bytes_ + text->text().size() > kMaxKeptTextBytes) clear();
  bytes_ += text->text().size();
  kept_.emplace(literal, text);
  return text;
}

std::optional<TextSpan> place_quote(const DocumentText& text, std::string_view quote, std::string_view prefix,
                                    std::string_view suffix, const std::optional<TextSpan>& stated) {
  if (stated && text.holds(*stated, quote)) return stated;
  return text.find(quote, prefix, suffix);
}

}  // namespace kg
