#include "kg/rdf/quad_claim.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cstring>

#include "kg/model/vocabulary.h"

namespace kg::rdf {
namespace {

// Appends bytes that tell any two terms apart. Gives whether a blank node is among them.
bool append_identity(std::string& out, const RawTerm& term) {
  const auto append_number = [&out](std::uint64_t n) {
    std::array<char, sizeof n> bytes{};
    std::memcpy(bytes.data(), &n, sizeof n);
    out.append(bytes.data(), bytes.size());
  };
  if (term.inline_id.bound()) {
    append_number(term.inline_id.bits);
    return false;
  }
  append_number(static_cast<std::uint64_t>(term.tag));
  if (term.triple != nullptr) {
    bool blank = false;
    for (const RawTerm& part : *term.triple) blank = append_identity(out, part) || blank;
    return blank;
  }
  append_number(term.key.size());
  out.append(term.key);
  return term.tag == Tag::blank;
}

RawTerm iri_term(std::string_view iri) { return {.tag = Tag::iri, .key = iri}; }

}  // namespace

const std::string& QuadClaims::label(const std::array<RawTerm, 4>& quad, bool& global) {
  hash_input_.clear();
  global = true;
  for (const RawTerm& term : quad) {
    if (append_identity(hash_input_, term)) global = false;
  }
  const XXH128_hash_t hash = XXH3_128bits(hash_input_.data(), hash_input_.size());
  label_.clear();
  fmt::format_to(std::back_inserter(label_), "q{:016x}{:016x}", hash.high64, hash.low64);
  return label_;
}

std::uint64_t QuadClaims::emit(TripleSink& sink, const RawTerm& subject, const RawTerm& relation,
                               const RawTerm& object, const RawTerm& graph) {
  sink.triple(subject, relation, object);
  RawTerm reifier{.tag = Tag::blank, .key = {}};
  reifier.key = label({subject, relation, object, graph}, reifier.global);
  const std::array<RawTerm, 3> triple{subject, relation, object};
  sink.triple(reifier, iri_term(iri::kRdfReifies), {.tag = Tag::triple, .key = {}, .triple = &triple});
  sink.triple(reifier, iri_term(vocabulary::kSource), graph);
  return 3;
}

}  // namespace kg::rdf
