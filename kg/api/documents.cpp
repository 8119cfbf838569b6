#include "kg/api/documents.h"

#include <fmt/format.h>

#include <algorithm>

#include "kg/api/evidence.h"
#include "kg/api/namer.h"
#include "kg/api/updates.h"
#include "kg/base/utf8.h"
#include "kg/facts/documents.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::size_t kShownQuotes = 5;  // of those that are not found, in an error

std::string file_name(const DocumentSource& source) {
  return source.path.empty() ? "the document" : source.path;
}

Place place_at(std::string_view text, std::size_t offset, const DocumentSource& source) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line = before.rfind('\n') + 1;  // 0 without one
  const auto lines = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  return {file_name(source), lines + 1, utf8_length(before.substr(line)) + 1};
}

void check_text(const DocumentSource& source) {
  const std::string_view text = source.text;
  if (text.size() > kMaxDocumentBytes) {
    throw Failure(ErrorCode::limit,
                  fmt::format("{} has {} bytes, and a document has at most {}",
                              terminal_safe(file_name(source)), text.size(), kMaxDocumentBytes),
                  "cut it into parts");
  }
  const std::size_t invalid = utf8_first_invalid(text);
  const std::size_t nul = text.find('\0');
  if (invalid == kUtf8Valid && nul == std::string_view::npos) return;
  const std::size_t at = std::min(invalid, nul);
  throw Failure(Error{ErrorCode::data,
                      at == nul ? "a document has no NUL bytes" : "the document is not UTF-8 here",
                      place_at(text.substr(0, at), at, source),
                      {},
                      "add it as a text in UTF-8"});
}

// Options before front matter before the name of the file.
DocumentMetadata merged(const DocumentSource& source, const DocumentMetadata& front) {
  DocumentMetadata out = source.metadata;
  const auto take = [&](std::string DocumentMetadata::*field) {
    if ((out.*field).empty()) out.*field = front.*field;
  };
  take(&DocumentMetadata::name);
  take(&DocumentMetadata::title);
  take(&DocumentMetadata::publisher);
  take(&DocumentMetadata::date);
  take(&DocumentMetadata::url);
  if (out.origins.empty()) out.origins = front.origins;
  if (out.name.empty()) {
    out.name = source.path.substr(source.path.find_last_of('/') + 1);
    if (const std::size_t dot = out.name.rfind('.'); dot != std::string::npos && dot > 0)
      out.name.resize(dot);
  }
  if (fold_name(out.name).empty())
    throw Failure(ErrorCode::usage, "the document has no name", "give it one: --name NAME");
  return out;
}

std::string written_name(const std::string& name) {
  return name.starts_with('<') && name.ends_with('>') ? name : in_quotes(name, '"');
}

// The thing that the document is: one that bears the name, or a new one.
Term document_thing(Transaction& transaction, const std::string& name, const LanguageContext& context) {
  const std::string text = fmt::format("entity {} is a \"document\"", written_name(name));
  EntityStatement entity =
      std::get<EntityStatement>(parse_statement({text, "name of the document", 1}, context).body);
  if (context.source->find(entity.iri) == kMissing) {
    apply(transaction, entity);
  } else {  // it has its names
    const PatternTerm& type = entity.types.front();
    for (const NewName& made : entity.new_names) add_all(transaction, declaration_triples(made));
    const bool known = type.term.kind == TermKind::undefined;
    add_all(transaction,
            {{entity.iri, Term::iri(iri::kRdfType), known ? context.source->term(type.id) : type.term}});
  }
  return entity.iri;
}

// The names under which the language knows what documents bring, where nothing else has them yet.
void declare_relations(Transaction& transaction, const StoreSnapshot& view) {
  const Id label = view.find(Term::iri(iri::kRdfsLabel));
  const Term property = Term::iri(vocabulary::kRdfProperty);
  for (const auto& [relation, name] : document_relations()) {
    const Id id = view.find(Term::iri(relation));
    const bool named = id != kMissing && label != kMissing &&
                       view.count({Permutation::spo, 2, {id, label, Id{}}, kAllIds, 0b100}, 1) > 0;
    std::vector<TermTriple> triples{{Term::iri(relation), Term::iri(iri::kRdfType), property}};
    const std::vector<Id> bearers = view.names().find(name);
    const bool taken = std::any_of(bearers.begin(), bearers.end(), [&](Id bearer) {
      return view.statistics().relation(bearer).triples > 0 ||
             view.contains({bearer, view.find(Term::iri(iri::kRdfType)), view.find(property)});
    });
    if (!named && !taken)
      triples.push_back({Term::iri(relation), Term::iri(iri::kRdfsLabel), Term::string(name)});
    add_all(transaction, triples);
  }
}

std::vector<Term> origin_terms(const std::vector<std::string>& names, const StoreSnapshot& view,
                               const DocumentReader& reader) {
  std::vector<Term> out;
  for (const std::string& name : names) {
    std::vector<Id> things = view.names().find(fold_name(name));
    std::erase_if(things, [&](Id thing) { return !reader.is_mentionable(thing); });
    out.push_back(things.size() == 1 ? view.term(things[0]) : Term::string(name));
  }
  return out;
}

std::vector<Triple> interned(Transaction& transaction, const std::vector<TermTriple>& triples) {
  std::vector<Triple> out;
  out.reserve(triples.size());
  for (const TermTriple& t : triples) {
    const Id subject = transaction.intern(t[0]);
    const Id relation = transaction.intern(t[1]);
    out.push_back({subject, relation, transaction.intern(t[2])});
  }
  return out;
}

// Makes `wanted` of what was there, and touches nothing else.
void replace_triples(Transaction& transaction, std::vector<Triple> there, std::vector<Triple> wanted) {
  std::sort(there.begin(), there.end());
  std::sort(wanted.begin(), wanted.end());
  for (const Triple& triple : there) {
    if (!std::binary_search(wanted.begin(), wanted.end(), triple)) transaction.remove(triple);
  }
  for (const Triple& triple : wanted) {
    if (!std::binary_search(there.begin(), there.end(), triple)) transaction.add(triple);
  }
}

// Gives the document's sentences the mentions that they should have in place of those `there`; how many.
std::uint64_t link_mentions(Transaction& transaction, const DocumentReader& reader, Id document,
                            std::vector<Triple> there, NameLinker& linker, const std::string& base_iri) {
  const std::vector<TermTriple> mentions = reader.find_mentions(document, linker, base_iri);
  replace_triples(transaction, std::move(there), interned(transaction, mentions));
  return static_cast<std::uint64_t>(std::count_if(
      mentions.begin(), mentions.end(), [](const TermTriple& t) { return t[1].value == iri::kRdfReifies; }));
}

NameLinker linker_of(const StoreSnapshot& view, const DocumentReader& reader, const Budget& budget) {
  return {view, view.names(), budget, [&reader](Id thing) { return reader.is_mentionable(thing); }};
}

// The claims that quote the document get the places of their quotes in `text`.
void place_quotes(Transaction& transaction, Id document, const DocumentText& text, const std::string& name,
                  const DocumentSource& source, const Budget& budget, DocumentChange& change) {
  const SnapshotPtr view = transaction.view();
  const DocumentReader reader(*view, budget);
  std::vector<Error> errors;
  for (const Id node : reader.claims_from(document)) {
    const DocumentReader::Claim claim = reader.claim(node);
    std::optional<TextSpan> span;
    for (const std::string& quote : claim.quotes) {
      budget.check();
      span = place_quote(text, quote, claim.prefix, claim.suffix, claim.span);
      if (span) {
        ++change.quotes;
        continue;
      }
      change.not_found.push_back({name, {}, quote, QuoteState::missing, false, {}, {}, {}, {}});
      if (errors.size() < kShownQuotes) {
        const bool with_context = !claim.prefix.empty() || !claim.suffix.empty();
        errors.push_back(quote_error(text, name, quote, with_context, {}));
      }
    }
    std::vector<TermTriple> places;
    if (span && claim.quotes.size() == 1) {
      const Term subject = view->term(node);
      for (const auto& [relation, offset] :
           {std::pair(vocabulary::kStart, span->begin), std::pair(vocabulary::kEnd, span->end)})
        places.push_back({subject, Term::iri(relation), Term::integer(static_cast<std::int64_t>(offset))});
    }
    if (!claim.quotes.empty()) replace_triples(transaction, claim.positions, interned(transaction, places));
  }
  if (errors.empty() || source.lenient) return;
  Error error{ErrorCode::data, {}, {}, {}, {}};
  error.message =
      fmt::format("{} of the quotes of {} {} not stand in the text; the first: {}", change.not_found.size(),
                  terminal_safe(name), change.not_found.size() == 1 ? "does" : "do", errors.front().message);
  error.hint = errors.front().hint + "; --lenient adds the document all the same";
  throw Failure(std::move(error));
}

std::uint64_t count_sentences(const StoreSnapshot& view, Id document) {
  const Id relation = view.find(Term::iri(vocabulary::kSentenceOf));
  return relation == kMissing ? 0
                              : view.count({Permutation::pos, 2, {relation, document, Id{}}, kAllIds, 0b100},
                                           kMaxDocumentBytes);
}

}  // namespace

DocumentMetadata metadata_of(const DocumentSource& source) {
  check_text(source);
  return merged(source, read_front_matter(source.text).metadata);
}

DocumentChange add_document(Transaction& transaction, const DocumentSource& source,
                            const LanguageContext& context, const Budget& budget) {
  check_text(source);
  const FrontMatter front = read_front_matter(source.text);
  const DocumentMetadata metadata = merged(source, front.metadata);
  DocumentChange change;
  const Term thing = document_thing(transaction, metadata.name, context);
  const SnapshotPtr before = transaction.view();
  const DocumentReader known(*before, budget);
  const Id document = before->find(thing);
  change.name = Namer(before).name(document);
  if (change.name.empty()) change.name = metadata.name;
  const Id old_text = known.text_of(document);
  const std::string old = old_text.bound() ? before->term(old_text).value : std::string();
  std::vector<Triple> old_mentions = known.mention_triples(document);
  change.unchanged = old_text.bound() && old == source.text && !source.replace;
  change.replaced = old_text.bound() && old != source.text;
  if (change.replaced && !source.replace) {
    throw Failure(ErrorCode::data,
                  fmt::format("{} has another text in the store", terminal_safe(change.name)),
                  "--replace puts this one in its place, --name adds it under another name");
  }
  if (!change.unchanged) {
    declare_relations(transaction, *before);
    const std::vector<Term> origins = origin_terms(metadata.origins, *before, known);
    replace_triples(transaction, known.own_triples(document),
                    interned(transaction, document_triples(thing, source, metadata, origins, front.body)));
    place_quotes(transaction, document, DocumentText(source.text), change.name, source, budget, change);
  }
  const SnapshotPtr view = transaction.view();
  const DocumentReader reader(*view, budget);
  NameLinker linker = linker_of(*view, reader, budget);
  change.mentions =
      link_mentions(transaction, reader, document, std::move(old_mentions), linker, context.base_iri);
  change.sentences = count_sentences(*view, document);
  return change;
}

std::vector<DocumentChange> link_documents(Transaction& transaction, const std::string& base_iri,
                                           const Budget& budget) {
  const SnapshotPtr view = transaction.view();
  const DocumentReader reader(*view, budget);
  NameLinker linker = linker_of(*view, reader, budget);
  Namer namer(view);
  std::vector<DocumentChange> out;
  for (const Id document : reader.documents()) {
    DocumentChange change;
    change.name = namer.name(document);
    if (change.name.empty()) change.name = view->term(document).value;
    change.mentions =
        link_mentions(transaction, reader, document, reader.mention_triples(document), linker, base_iri);
    change.sentences = count_sentences(*view, document);
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace kg
