// Documents as triples: what a store holds of a document, and what a text gives to be held.
//
// A document D has `kg:fullText "..."^^kg:documentText` and kg:title, publisher, date, url, origin, sha256,
// bytes and path. Each sentence is <D#sN> with kg:sentenceOf D, kg:text, kg:paragraph, kg:start and kg:end
// (bytes of D's text), and a claim `<D#sN> kg:mentions THING` with kg:surface, kg:start and kg:end for each
// thing that a name in it may mean. Offsets are those of the whole text, front matter included.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/facts/claims.h"
#include "kg/facts/name_linker.h"
#include "kg/facts/quote.h"
#include "kg/model/document.h"

namespace kg {

struct FrontMatter {
  DocumentMetadata metadata;
  std::size_t body = 0;  // where the text proper begins
};
// The block of `key: value` lines between `---` lines at the head of a text: name, title, publisher, date,
// url and origin (with commas between); other keys are left alone. A text without one is all body.
FrontMatter read_front_matter(std::string_view text);

// The relations that documents bring, with the names under which the language knows them.
struct DocumentRelation {
  std::string_view iri;
  std::string_view name;
};
const std::vector<DocumentRelation>& document_relations();

// Lower-case hexadecimal SHA-256 of the bytes.
std::string sha256_of(std::string_view bytes);

// The triples of a document without its mentions. `origins`: names or things. Throws Failure(data) for a date
// that is none.
std::vector<TermTriple> document_triples(const Term& document, const DocumentSource& source,
                                         const DocumentMetadata& metadata, const std::vector<Term>& origins,
                                         std::size_t body);

// Reads documents of a store. Used by one thread.
class DocumentReader {
 public:
  DocumentReader(const TripleSource& source, const Budget& budget);

  // All that have a text, ascending.
  [[nodiscard]] std::vector<Id> documents() const;
  // The literal; kUnbound when the thing has no text.
  [[nodiscard]] Id text_of(Id document) const;
  // Title to bytes, and the text without `with_text` left empty. Names are left empty.
  [[nodiscard]] Document read(Id document, bool with_text) const;
  // What document_triples() and mention_triples() gave, and claims about the mentions.
  [[nodiscard]] std::vector<Triple> own_triples(Id document) const;
  [[nodiscard]] std::vector<Triple> mention_triples(Id document) const;
  // The mentions that its sentences should have.
  [[nodiscard]] std::vector<TermTriple> find_mentions(Id document, NameLinker& linker,
                                                      std::string_view base_iri) const;
  // Whether the thing may be mentioned: no relation and no type.
  [[nodiscard]] bool is_mentionable(Id thing) const;

  // Claims that have it as their source.
  [[nodiscard]] std::vector<Id> claims_from(Id document) const;
  struct Claim {
    Id node;
    Id triple;  // what it is about; kUnbound when that is missing
    std::vector<std::string> quotes;
    std::string prefix, suffix;
    std::optional<TextSpan> span;
    std::vector<Triple> positions;  // its start and end
  };
  [[nodiscard]] Claim claim(Id node) const;

 private:
  [[nodiscard]] std::vector<Id> places(Permutation order, Id first, Id second) const;
  [[nodiscard]] std::string value(Id document, Id relation) const;
  [[nodiscard]] Id id(std::string_view iri) const { return source_.find(Term::iri(iri)); }
  [[nodiscard]] std::vector<Id> with_actors(std::vector<Id> things) const;
  void triples_of(Id subject, std::vector<Triple>& out) const;

  const TripleSource& source_;
  const Budget& budget_;
  Id full_text_, sentence_of_, text_, mentions_, start_, end_, quote_, prefix_, suffix_, claim_source_,
      reifies_;
  Id type_, property_;
};

// Texts that were read, so that one is read once for many claims: as many as kMaxKeptTextBytes hold. Of one
// transaction, or of snapshots between which no transaction was rolled back: then ids keep their texts.
class DocumentTexts {
 public:
  static constexpr std::size_t kMaxKeptTextBytes = std::size_t{64} << 20U;
  // Null when the thing has no text.
  std::shared_ptr<const DocumentText> text(const TripleSource& source, Id document);
  void clear();

 private:
  std::map<Id, std::shared_ptr<const DocumentText>> kept_;  // by literal
  std::size_t bytes_ = 0;
};

// Where a claim's quote stands: where the claim says, if that is so, or else where its prefix and suffix are,
// or the first place.
std::optional<TextSpan> place_quote(const DocumentText& text, std::string_view quote, std::string_view prefix,
                                    std::string_view suffix, const std::optional<TextSpan>& stated);

}  // namespace kg
