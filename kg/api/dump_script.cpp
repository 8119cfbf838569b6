#include "kg/api/dump_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "kg/api/namer.h"
#include "kg/base/utf8.h"
#include "kg/facts/claim_reader.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 16U;

std::string datatype_text(const std::string& datatype) {
  const auto short_of = [&](std::string_view prefix, std::string_view iri) {
    const std::string_view local = std::string_view(datatype).substr(iri.size());
    const bool word = !local.empty() && std::all_of(local.begin(), local.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    return word ? fmt::format("{}:{}", prefix, local) : std::string();
  };
  std::string text;
  if (datatype.starts_with(iri::kXsd)) text = short_of("xsd", iri::kXsd);
  if (datatype.starts_with(iri::kKg)) text = short_of("kg", iri::kKg);
  return text.empty() ? '<' + datatype + '>' : text;
}

// An integer whose digits the language reads as that integer wherever they stand: four could be a year.
bool is_plain_integer(const Term& term) {
  if (term.datatype != iri::kXsdInteger || !inline_term(term) || term.value.size() == 4) return false;
  return term.value.find_first_not_of("0123456789") == std::string::npos;
}

class ScriptWriter {
 public:
  ScriptWriter(const SnapshotPtr& snapshot, std::string_view base_iri,
               const std::function<bool(std::string_view)>& sink, const Budget& budget)
      : snapshot_(*snapshot),
        base_iri_(base_iri),
        sink_(sink),
        budget_(budget),
        namer_(snapshot),
        words_(snapshot_),
        reader_(snapshot_, words_) {
    reader_.set_budget(budget);
    property_ = snapshot_.find(Term::iri(vocabulary::kRdfProperty));
  }

  std::uint64_t write() {
    piece_ = fmt::format("prefix xsd: <{}>;\nprefix kg: <{}>;\n", iri::kXsd, iri::kKg);
    const auto plain = [&](const Triple& triple) { add(triple, false); };
    reader_.for_each({Id{}, words_.label, Id{}}, plain);
    if (property_ != kMissing) reader_.for_each({Id{}, words_.type, property_}, plain);
    Id subject;
    bool claim = false;
    reader_.for_each({}, [&](const Triple& triple) {
      if (triple[0] != subject) claim = is_claim(triple[0]);
      subject = triple[0];
      const bool said = triple[1] == words_.label || (triple[1] == words_.type && triple[2] == property_);
      if (!said && !claim) add(triple, true);
    });
    if (words_.reifies != kMissing) {
      reader_.for_each({Id{}, words_.reifies, Id{}},
                       [&](const Triple& triple) { add_claim(triple[0], triple[2]); });
    }
    if (!stopped_) sink_(piece_);
    return left_out_;
  }

 private:
  bool is_claim(Id node) {
    const std::vector<Id> about = reader_.completions(Permutation::spo, node, words_.reifies, 1);
    return !about.empty() && about[0].tag() == Tag::triple;
  }

  void put(const std::string& line) {
    budget_.check();
    piece_ += line;
    if (piece_.size() < kPieceBytes || stopped_) return;
    stopped_ = !sink_(piece_);
    piece_.clear();
  }
  void leave_out(const std::string& what) {
    ++left_out_;
    put("# not in the language: " + terminal_safe(what) + '\n');
  }

  void say(const std::string& line) {
    if (std::any_of(line.begin(), line.end(), is_refused)) {
      leave_out(line.substr(0, line.size() - 1));
    } else {
      put(line);
    }
  }

  // `named`: names are known by now.
  std::string thing(Id id, bool named) {
    if (id.tag() == Tag::blank) return fmt::format("<{}genid/b{}>", base_iri_, id.payload());
    const std::string& name = named ? namer_.name(id) : std::string();
    if (!name.empty() && terminal_safe(name) == name) return in_quotes(name, '"');
    return snapshot_.term(id).to_ntriples();
  }
  std::string relation(Id id, bool named) {
    if (named && property_ != kMissing && snapshot_.contains({id, words_.type, property_}))
      return thing(id, true);
    const std::string iri = snapshot_.term(id).value;
    const auto words = builtin_relation_words(iri);
    return words ? std::string(*words) : '<' + iri + '>';
  }
  std::string value(Id id, bool named) {
    if (!tag_is_literal(id.tag())) return thing(id, named);
    const Term term = snapshot_.term(id);
    if (term.datatype == iri::kXsdBoolean || is_plain_integer(term)) return term.value;
    std::string text = in_quotes(term.value, '\'');
    if (!term.language.empty()) return text + '@' + term.language;
    return term.datatype == iri::kXsdString ? text : text + "^^" + datatype_text(term.datatype);
  }

  void add(const Triple& triple, bool named) {
    if (triple[2].tag() == Tag::triple) {
      leave_out(snapshot_.term(triple[0]).to_ntriples() + " says something of a triple");
      return;
    }
    say(fmt::format("add {} {} {};\n", thing(triple[0], named), relation(triple[1], named),
                    value(triple[2], named)));
  }

  void add_claim(Id node, Id name) {
    if (name.tag() != Tag::triple) return;
    const StoredClaim claim = reader_.node_about(node, snapshot_.unfold(name));
    const auto sayable = [](const auto& qualifier) { return qualifier.second.tag() != Tag::triple; };
    const bool stands = claim.stance == Stance::denied || snapshot_.contains(claim.triple);
    if (!stands || claim.qualifiers.empty() || claim.triple[2].tag() == Tag::triple ||
        !std::all_of(claim.qualifiers.begin(), claim.qualifiers.end(), sayable)) {
      leave_out("the claim " + snapshot_.term(node).to_ntriples());
      return;
    }
    std::string text;
    for (const auto& [relation_id, value_id] : claim.qualifiers)
      text += (text.empty() ? " [" : ", ") + relation(relation_id, true) + ' ' + value(value_id, true);
    say(fmt::format("add {} {} {}{}];\n", thing(claim.triple[0], true), relation(claim.triple[1], true),
                    value(claim.triple[2], true), text));
  }

  const StoreSnapshot& snapshot_;
  std::string base_iri_;
  const std::function<bool(std::string_view)>& sink_;
  const Budget& budget_;
  Namer namer_;
  FactVocabulary words_;
  ClaimReader reader_;
  Id property_;
  std::string piece_;
  bool stopped_ = false;
  std::uint64_t left_out_ = 0;
};

}  // namespace

std::uint64_t dump_script(const SnapshotPtr& snapshot, std::string_view base_iri,
                          const std::function<bool(std::string_view)>& sink, const Budget& budget) {
  return ScriptWriter(snapshot, base_iri, sink, budget).write();
}

}  // namespace kg
