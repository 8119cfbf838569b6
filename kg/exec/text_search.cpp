#include "kg/exec/text_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kg/base/error.h"
#include "kg/exec/leaves.h"
#include "kg/model/text_query.h"

namespace kg {
namespace {

constexpr std::array<std::string_view, 8> kSearchedRelations{iri::kRdfsLabel,
                                                             iri::kSkosAltLabel,
                                                             "http://www.w3.org/2000/01/rdf-schema#comment",
                                                             "http://purl.org/dc/terms/title",
                                                             "http://purl.org/dc/terms/description",
                                                             "https://kg.example/ns#quote",
                                                             "https://kg.example/ns#text",
                                                             "https://kg.example/ns#title"};

class MatchesNode final : public TruthNode {
 public:
  MatchesNode(Context& context, NodePtr text, TextQuery query)
      : TruthNode(context), text_(std::move(text)), query_(std::move(query)) {}

  void truths(const RowSet& rows, std::span<Truth> out) override {
    const std::span<const Value> texts = text_->values(rows);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (!texts[i].is_literal()) {
        out[i] = Truth::error;
        continue;
      }
      context().budget.check();  // a text may be long
      words_.assign(lexical_form(texts[i]));
      query_.count(words_, counts_);
      out[i] = query_.holds(counts_) ? Truth::yes : Truth::no;
    }
  }

 private:
  NodePtr text_;
  TextQuery query_;
  TextWords words_;
  std::vector<std::uint32_t> counts_;
};

// Reads all searched literals and keeps those that match.
class Search {
 public:
  Search(Context& context, const TextQuery& query)
      : context_(context), query_(query), charge_(context.budget), texts_with_(query.phrases().size()) {
    std::vector<Id> literals = searched_literals();
    for (std::size_t i = 0; i < literals.size(); i += kBatchRows) {
      look(std::span(literals).subspan(i, std::min(kBatchRows, literals.size() - i)));
    }
    texts_ = literals.size();
  }

  Batch rows() const {
    Batch out;
    out.columns.resize(2);
    for (const Hit& hit : hits_) {
      out.columns[0].push_back(hit.text);
      const double score = std::round(bm25(hit) * 1000);
      const std::optional<Decimal> rounded = make_decimal(static_cast<std::int64_t>(score), 3);
      out.columns[1].push_back(id_of_value(context_, value_of_number(Number::decimal(*rounded))));
    }
    out.rows = hits_.size();
    return out;
  }

 private:
  struct Hit {
    Id text;
    std::uint32_t words = 0;
    std::size_t counts = 0;  // where its counts begin
  };

  std::vector<Id> searched_literals() {
    std::vector<Id> out;
    for (const std::string_view iri : kSearchedRelations) {
      const Id relation = context_.source.find(Term::iri(iri));
      if (relation == kMissing) continue;
      const auto cursor =
          context_.source.cursor({Permutation::pos, 1, {relation, Id{}, Id{}}, kAllIds, 0b010});
      TripleColumns rows;
      while (cursor->next(rows)) {
        context_.budget.check();
        for (std::size_t i = 0; i < rows.size; ++i) {
          const Id object = rows.column[1][i];
          if (tag_is_literal(object.tag()) && (out.empty() || out.back() != object)) out.push_back(object);
        }
        charge_.grow_to(out.capacity() * sizeof(Id));
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  void look(std::span<const Id> literals) {
    for (const Id id : literals) {
      if (!tag_in_dictionary(id.tag())) look(id, lexical_form(value_of_inline(id)));
    }
    context_.source.decode(literals, [&](std::size_t i, std::string_view key) {
      look(literals[i], term_of_dictionary(literals[i].tag(), key).value);
    });
  }

  void look(Id id, std::string_view text) {
    context_.budget.check();  // a text may be long
    words_.assign(text);
    total_words_ += words_.size();
    query_.count(words_, counts_);
    for (std::size_t p = 0; p < counts_.size(); ++p) texts_with_[p] += counts_[p] != 0 ? 1U : 0U;
    if (!query_.holds(counts_)) return;
    hits_.push_back({id, static_cast<std::uint32_t>(words_.size()), hit_counts_.size()});
    hit_counts_.insert(hit_counts_.end(), counts_.begin(), counts_.end());
    charge_.add(sizeof(Hit) + counts_.size() * sizeof(std::uint32_t));
  }

  [[nodiscard]] double bm25(const Hit& hit) const {
    constexpr double kSaturation = 1.2;     // k1
    constexpr double kLengthWeight = 0.75;  // b
    const auto texts = static_cast<double>(texts_);
    const double average = static_cast<double>(total_words_) / texts;
    double sum = 0;
    for (std::size_t p = 0; p < texts_with_.size(); ++p) {
      if (!query_.phrases()[p].wanted) continue;
      const auto with = static_cast<double>(texts_with_[p]);
      const double count = hit_counts_[hit.counts + p];
      const double rarity = std::log(1 + (texts - with + 0.5) / (with + 0.5));
      const double length = 1 - kLengthWeight + kLengthWeight * hit.words / average;
      sum += rarity * count * (kSaturation + 1) / (count + kSaturation * length);
    }
    return sum;
  }

  Context& context_;
  const TextQuery& query_;
  MemoryCharge charge_;
  TextWords words_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint64_t> texts_with_;  // by phrase
  std::uint64_t texts_ = 0;
  std::uint64_t total_words_ = 0;
  std::vector<Hit> hits_;
  std::vector<std::uint32_t> hit_counts_;
};

}  // namespace

NodePtr make_matches(Context& context, NodePtr text, const NodePtr& query) {
  const Value* words = query->constant();
  if (words == nullptr || !words->is_literal()) {
    throw Failure(ErrorCode::query, "`matches` takes a string of words",
                  "for example ?q matches 'solvent AND dysprosium'");
  }
  return std::make_unique<MatchesNode>(context, std::move(text),
                                       TextQuery(lexical_form(*words), BetweenWords::all));
}

OperatorPtr make_text_search(Context& context, const TextSearch& search) {
  const TextQuery query(search.query, BetweenWords::any);
  if (query.holds_for_nothing()) {
    throw Failure(ErrorCode::query, "a search needs a word that is wanted, not only NOT",
                  "write what the texts have in common");
  }
  Schema schema;
  schema.add(search.text, true);
  schema.add(search.score, true);
  return std::make_unique<RowsOperator>(context, std::move(schema), Search(context, query).rows());
}

}  // namespace kg
