#include "kg/rdf/ntriples_writer.h"

#include <map>

#include "support/catch.h"

namespace {

using kg::Id;
using kg::Tag;

// Just enough of a source: terms by id, and one triple term.
class FewTerms final : public kg::TripleSource {
 public:
  std::map<Id, kg::DictionaryKey> keys;
  std::map<Id, kg::Triple> triples;

  [[nodiscard]] std::unique_ptr<kg::TripleCursor> cursor(const kg::ScanSpec&) const override {
    return nullptr;
  }
  [[nodiscard]] bool contains(const kg::Triple&) const override { return false; }
  [[nodiscard]] std::uint64_t count(const kg::ScanSpec&, std::uint64_t) const override { return 0; }
  [[nodiscard]] const kg::Statistics& statistics() const override { throw std::logic_error("unused"); }
  [[nodiscard]] Id find(const kg::Term&) const override { return kg::kMissing; }
  [[nodiscard]] kg::Term term(Id id) const override {
    const kg::DictionaryKey& key = keys.at(id);
    return kg::term_of_dictionary(key.tag, key.key);
  }
  void decode(std::span<const Id> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const override {
    for (std::size_t i = ids.size(); i-- > 0;) visit(i, keys.at(ids[i]).key);
  }
  [[nodiscard]] PrefixRanges string_prefix(std::string_view) const override { return {}; }
  [[nodiscard]] Id ordered_up_to(Tag) const override { return {}; }
  [[nodiscard]] Id fold(const kg::Triple&) const override { return kg::kMissing; }
  [[nodiscard]] kg::Triple unfold(Id id) const override { return triples.at(id); }
  void for_each_triple_term(const kg::Triple&, std::uint8_t,
                            const std::function<bool(Id, const kg::Triple&)>&) const override {}
};

}  // namespace

TEST_CASE("Writer: terms in canonical form") {
  const auto text = [](Tag tag, std::string_view key) {
    std::string out;
    kg::append_ntriples(out, tag, key);
    return out;
  };
  using namespace std::string_view_literals;
  CHECK(text(Tag::iri, "a:b") == "<a:b>");
  CHECK(text(Tag::iri, "a:b c") == "<a:b\\u0020c>");
  CHECK(text(Tag::blank, "x") == "_:x");
  CHECK(text(Tag::string, "a\"b\\c\nd\x7F") == "\"a\\\"b\\\\c\\nd\\u007F\"");
  CHECK(text(Tag::string, "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD\xEF\xBC\x81") ==
        "\"\\uFFFE\\uFFFF\xEF\xBF\xBD\xEF\xBC\x81\"");
  CHECK(text(Tag::lang_string, "x\0en--ltr"sv) == "\"x\"@en--ltr");
  CHECK(text(Tag::typed, "a\0b\0a:t"sv) == "\"a\\u0000b\"^^<a:t>");

  const kg::Term triple =
      kg::Term::triple_term(kg::Term::blank("b"), kg::Term::iri("a:p"), kg::Term::lang_string("x", "EN"));
  std::string out;
  kg::append_ntriples(out, triple);
  CHECK(out == "<<( _:b <a:p> \"x\"@en )>>");
}

TEST_CASE("Writer: triples of a source") {
  FewTerms source;
  const Id s{Tag::iri, 1};
  const Id p{Tag::iri, 2};
  const Id text{Tag::string, 1};
  const Id blank{Tag::blank, 7};
  const Id folded{Tag::triple, 1};
  source.keys = {{s, {Tag::iri, "a:s"}}, {p, {Tag::iri, "a:p"}}, {text, {Tag::string, "long enough"}}};
  source.triples = {{folded, {blank, p, text}}};
  const Id number = *kg::inline_term(kg::Term::integer(5));

  kg::NTriplesWriter writer(source);
  std::string out;
  const std::vector<kg::Triple> triples{{s, p, text}, {s, p, number}, {blank, p, folded}, {blank, p, s}};
  writer.write(triples, out);
  writer.write({}, out);
  CHECK(out ==
        "<a:s> <a:p> \"long enough\" .\n"
        "<a:s> <a:p> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
        "_:b7 <a:p> <<( _:b7 <a:p> \"long enough\" )>> .\n"
        "_:b7 <a:p> <a:s> .\n");
}

TEST_CASE("Writer: many triples at once, small and large terms") {
  FewTerms source;
  const Id p{Tag::iri, 1};
  source.keys[p] = {Tag::iri, "a:p"};
  std::vector<kg::Triple> triples;
  std::string expected;
  for (std::uint64_t i = 0; i < 30'000; ++i) {
    const Id s{Tag::iri, 2 + i / 3};
    const Id o{Tag::string, 1 + i % 5};
    source.keys[s] = {Tag::iri, "a:s" + std::to_string(i / 3)};
    source.keys[o] = {Tag::string, std::string(i % 5 == 4 ? 30'000 : 10, 'x')};
    triples.push_back({s, p, o});
    expected += "<a:s" + std::to_string(i / 3) + "> <a:p> \"" + source.keys[o].key + "\" .\n";
  }
  kg::NTriplesWriter writer(source);
  std::string out;
  writer.write(triples, out);
  CHECK((out == expected));
}
