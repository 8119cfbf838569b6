// Documents as callers see them: one, all of them as a table, and what has become of their quotes.
#include <fmt/format.h>

#include <algorithm>

#include "kg/api/claim_text.h"
#include "kg/api/documents.h"
#include "kg/api/namer.h"
#include "kg/base/utf8.h"
#include "kg/facts/documents.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

std::string name_of(Namer& namer, const StoreSnapshot& snapshot, Id thing) {
  const std::string& name = namer.name(thing);
  return name.empty() ? snapshot.term(thing).value : name;
}

// The quote in a text that may be another one than `old_text`, where it stood at `old`.
QuoteFinding compare(const DocumentText& now, const DocumentText& old_text,
                     const std::optional<TextSpan>& old, const std::string& quote) {
  QuoteFinding out;
  out.quote = quote;
  if (old) out.start = old->begin, out.end = old->end;
  std::string_view prefix;
  std::string_view suffix;
  if (old) {
    prefix = old_text.before(*old);
    suffix = old_text.behind(*old);
  }
  std::optional<TextSpan> found;
  if (old && now.holds(*old, quote)) found = old;
  if (!found && old) found = now.find(quote, prefix, suffix);
  if (!found && !prefix.empty()) found = now.find(quote, prefix);
  if (!found && !suffix.empty()) found = now.find(quote, {}, suffix);
  if (!found) found = now.find_only(quote);
  if (found) {
    out.new_start = found->begin;
    out.new_end = found->end;
    out.state = !old || found == old ? QuoteState::sound : QuoteState::moved;
    return out;
  }
  const auto before = prefix.empty() ? std::optional(TextSpan{}) : now.find(prefix);
  const auto behind = suffix.empty() ? std::optional(TextSpan{}) : now.find(suffix);
  const bool context = (!prefix.empty() || !suffix.empty()) && before && behind;
  out.state = context ? QuoteState::changed : QuoteState::missing;
  return out;
}

class DocumentVerifier {
 public:
  DocumentVerifier(const SnapshotPtr& snapshot, const Budget& budget)
      : snapshot_(snapshot),
        budget_(budget),
        reader_(*snapshot, budget),
        namer_(snapshot),
        checker_(*snapshot, snapshot->names()),
        text_(checker_, namer_, texts_) {
    checker_.set_budget(budget);
  }

  DocumentReport run(const std::function<std::optional<std::string>(const std::string&)>& read_file) {
    for (const Id document : reader_.documents()) {
      const Document known = reader_.read(document, true);
      const DocumentText stored(known.text);
      std::optional<DocumentText> file;
      name_ = name_of(namer_, *snapshot_, document);
      ++report_.documents;
      if (read_file && !known.path.empty()) file = file_of(known, read_file);
      for (const Id node : reader_.claims_from(document)) claim(node, stored, file);
    }
    return std::move(report_);
  }

 private:
  // The file's text where its bytes are not those of the store.
  std::optional<DocumentText> file_of(
      const Document& known, const std::function<std::optional<std::string>(const std::string&)>& read_file) {
    std::optional<std::string> bytes = read_file(known.path);
    if (!bytes) {
      report_.missing_files.push_back(fmt::format("the file of {} cannot be read: {}", name_, known.path));
      return std::nullopt;
    }
    ++report_.files;
    if (*bytes == known.text) return std::nullopt;
    // What is no text holds no quote.
    if (utf8_first_invalid(*bytes) != kUtf8Valid) bytes->clear();
    return DocumentText(std::move(*bytes));
  }

  void claim(Id node, const DocumentText& stored, const std::optional<DocumentText>& file) {
    const DocumentReader::Claim claim = reader_.claim(node);
    for (const std::string& quote : claim.quotes) {
      budget_.check();
      const std::optional<TextSpan> span =
          claim.span ? claim.span : stored.find(quote, claim.prefix, claim.suffix);
      const bool inside = span && stored.holds(*span, quote);
      QuoteFinding finding = compare(stored, stored, inside ? span : std::nullopt, quote);
      if (claim.span && !inside) {
        finding.start = claim.span->begin;
        finding.end = claim.span->end;
        if (finding.state == QuoteState::sound) finding.state = QuoteState::moved;
      }
      if (finding.state == QuoteState::sound && file) {
        finding = compare(*file, stored, span, quote);
        finding.in_file = true;
      }
      finding.document = name_;
      if (claim.triple.bound()) {
        StoredClaim plain;
        plain.triple = snapshot_->unfold(claim.triple);
        finding.claim = text_.claim(plain);
      }
      report_.quotes.push_back(std::move(finding));
    }
  }

  SnapshotPtr snapshot_;
  const Budget& budget_;
  DocumentReader reader_;
  Namer namer_;
  Checker checker_;
  DocumentTexts texts_;
  ClaimText text_;
  DocumentReport report_;
  std::string name_;  // of the document in hand
};

}  // namespace

Document read_document(const SnapshotPtr& snapshot, const std::string& name, const Budget& budget) {
  const DocumentReader reader(*snapshot, budget);
  std::vector<Id> found;
  if (name.starts_with('<') && name.ends_with('>')) {
    found = {snapshot->find(Term::iri(std::string_view(name).substr(1, name.size() - 2)))};
  } else {
    found = snapshot->names().find(fold_name(name));
  }
  std::erase_if(found, [&](Id thing) { return thing == kMissing || !reader.text_of(thing).bound(); });
  if (found.empty()) {
    throw Failure(ErrorCode::query, fmt::format("the store has no document called `{}`", terminal_safe(name)),
                  "`kg document list` shows those that it has");
  }
  if (found.size() > 1) {
    throw Failure(
        ErrorCode::query, fmt::format("{} documents are called `{}`", found.size(), terminal_safe(name)),
        fmt::format("write the IRI of the one you mean: {}", snapshot->term(found[0]).to_ntriples()));
  }
  Document out = reader.read(found[0], true);
  Namer namer(snapshot);
  out.metadata.name = name_of(namer, *snapshot, found[0]);
  const Id origin = snapshot->find(Term::iri(vocabulary::kOrigin));
  if (origin == kMissing) return out;
  const auto cursor = snapshot->cursor({Permutation::spo, 2, {found[0], origin, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i)
      out.metadata.origins.push_back(name_of(namer, *snapshot, rows.column[2][i]));
  }
  return out;
}

Table document_table(const SnapshotPtr& snapshot) {
  Table table{{"document", "title", "publisher", "date", "bytes", "sentences", "claims"}, {}};
  const Budget unlimited;
  const DocumentReader reader(*snapshot, unlimited);
  Namer namer(snapshot);
  for (const Id document : reader.documents()) {
    const Document known = reader.read(document, false);
    const auto number = [](std::uint64_t value) {
      return Cell{Term::integer(static_cast<std::int64_t>(value)), {}};
    };
    add_row(table, {{snapshot->term(document), namer.name(document)},
                    text_cell(known.metadata.title),
                    text_cell(known.metadata.publisher),
                    text_cell(known.metadata.date),
                    number(known.bytes),
                    number(known.sentences),
                    number(known.claims)});
  }
  return table;
}

DocumentReport verify_documents(
    const SnapshotPtr& snapshot,
    const std::function<std::optional<std::string>(const std::string& path)>& read_file,
    const Budget& budget) {
  return DocumentVerifier(snapshot, budget).run(read_file);
}

}  // namespace kg
