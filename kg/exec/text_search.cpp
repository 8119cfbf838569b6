#include "kg/exec/text_search.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "kg/base/error.h"
#include "kg/exec/leaves.h"
#include "kg/model/text_index.h"
#include "kg/model/text_query.h"

namespace kg {
namespace {

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

// The literals in which each phrase of a query stands, and from these the answer.
class Search {
 public:
  Search(Context& context, const TextQuery& query)
      : context_(context), query_(query), charge_(context.budget), postings_(query.phrases().size()) {
    if (const TextIndex* index = context.source.text_index()) {
      totals_ = index->totals();
      for (std::size_t p = 0; p < postings_.size(); ++p) postings_[p] = look_up(*index, query.phrases()[p]);
    } else {
      read_all();
    }
    for (const Postings& postings : postings_) rarities_.push_back(rarity(postings.size()));
  }

  [[nodiscard]] Batch rows(bool scored) {
    Batch out;
    out.columns.resize(scored ? 2 : 1);
    std::vector<std::size_t> at(postings_.size());
    std::vector<std::uint32_t> counts(postings_.size());
    for (std::uint64_t looked = 0;; ++looked) {
      if (looked % kBatchRows == 0) context_.budget.check();
      TextPosting least{kAllIds.last};
      for (std::size_t p = 0; p < at.size(); ++p) {
        if (at[p] < postings_[p].size() && postings_[p][at[p]].text < least.text) least = postings_[p][at[p]];
      }
      if (least.text == kAllIds.last) break;
      for (std::size_t p = 0; p < at.size(); ++p) {
        const bool here = at[p] < postings_[p].size() && postings_[p][at[p]].text == least.text;
        counts[p] = here ? postings_[p][at[p]++].count : 0;
      }
      if (!query_.holds(counts)) continue;
      out.columns[0].push_back(least.text);
      if (scored) out.columns[1].push_back(score(counts, least.words));
      charge_.add(out.columns.size() * sizeof(Id));
    }
    out.rows = out.columns[0].size();
    return out;
  }

 private:
  using Postings = std::vector<TextPosting>;  // ascending by text, each text once

  Postings look_up(const TextIndex& index, const TextQuery::Phrase& phrase) {
    Postings out;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
      const bool prefix = phrase.prefix && i + 1 == phrase.words.size();
      Postings postings = look_up(index, phrase.words[i], prefix);
      if (i != 0) {
        std::erase_if(postings, [at = out.begin(), &out](const TextPosting& posting) mutable {
          while (at != out.end() && at->text < posting.text) ++at;
          return at == out.end() || at->text != posting.text;
        });
      }
      out = std::move(postings);
    }
    if (phrase.words.size() > 1) keep_phrase(phrase, out);
    return out;
  }

  Postings look_up(const TextIndex& index, std::string_view word, bool prefix) {
    Postings out;
    index.for_each(word, prefix, [&](std::span<const TextPosting> postings) {
      context_.budget.check();
      charge_.add(postings.size_bytes());
      out.insert(out.end(), postings.begin(), postings.end());
      return true;
    });
    if (!prefix || out.empty()) return out;
    const auto by_text = [](const TextPosting& a, const TextPosting& b) { return a.text < b.text; };
    std::sort(out.begin(), out.end(), by_text);
    auto last = out.begin();
    for (auto at = last + 1; at != out.end(); ++at) {
      if (at->text == last->text) {
        last->count += at->count;
      } else {
        *++last = *at;
      }
    }
    out.erase(last + 1, out.end());
    return out;
  }

  // Of the texts that have all words of the phrase those in which they follow each other.
  void keep_phrase(const TextQuery::Phrase& phrase, Postings& postings) {
    std::vector<Id> texts;
    texts.reserve(postings.size());
    for (const TextPosting& posting : postings) texts.push_back(posting.text);
    charge_.add(texts.size() * sizeof(Id));
    each_text(texts, [&](std::size_t i) { postings[i].count = TextQuery::count(phrase, words_); });
    std::erase_if(postings, [](const TextPosting& posting) { return posting.count == 0; });
  }

  // Calls `visit` for each text with its place when its words are in words_, in no order.
  void each_text(std::span<const Id> texts, const std::function<void(std::size_t)>& visit) {
    const auto look = [&](std::size_t i, std::string_view key) {
      context_.budget.check();  // a text may be long
      words_.assign(text_of_literal(texts[i], key));
      visit(i);
    };
    for (std::size_t first = 0; first < texts.size(); first += kBatchRows) {
      const std::span<const Id> some = texts.subspan(first, std::min(kBatchRows, texts.size() - first));
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (!tag_in_dictionary(some[i].tag())) look(first + i, {});
      }
      context_.source.decode(some, [&](std::size_t i, std::string_view key) { look(first + i, key); });
    }
  }

  void read_all() {
    const std::vector<Id> texts = searched_literals();
    totals_.texts = texts.size();
    std::vector<std::uint32_t> counts;
    each_text(texts, [&](std::size_t i) {
      totals_.words += words_.size();
      query_.count(words_, counts);
      for (std::size_t p = 0; p < counts.size(); ++p) {
        if (counts[p] == 0) continue;
        postings_[p].push_back({texts[i], counts[p], static_cast<std::uint32_t>(words_.size())});
        charge_.add(sizeof(TextPosting));
      }
    });
    const auto by_text = [](const TextPosting& a, const TextPosting& b) { return a.text < b.text; };
    for (Postings& postings : postings_) std::sort(postings.begin(), postings.end(), by_text);
  }

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
        const std::size_t before = out.size();
        for (std::size_t i = 0; i < rows.size; ++i) {
          const Id object = rows.column[1][i];
          if (tag_is_literal(object.tag()) && (out.empty() || out.back() != object)) out.push_back(object);
        }
        charge_.add((out.size() - before) * sizeof(Id));
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  [[nodiscard]] double rarity(std::size_t texts_with) const {
    const auto texts = static_cast<double>(totals_.texts);
    const auto with = static_cast<double>(texts_with);
    return std::log(1 + (texts - with + 0.5) / (with + 0.5));
  }

  [[nodiscard]] Id score(const std::vector<std::uint32_t>& counts, std::uint32_t words) {
    constexpr double kSaturation = 1.2;     // k1
    constexpr double kLengthWeight = 0.75;  // b
    const double average = static_cast<double>(totals_.words) / static_cast<double>(totals_.texts);
    const double length = 1 - kLengthWeight + kLengthWeight * words / average;
    double sum = 0;
    for (std::size_t p = 0; p < counts.size(); ++p) {
      if (!query_.phrases()[p].wanted) continue;
      const double count = counts[p];
      sum += rarities_[p] * count * (kSaturation + 1) / (count + kSaturation * length);
    }
    const std::optional<Decimal> rounded = make_decimal(static_cast<std::int64_t>(std::round(sum * 1000)), 3);
    return id_of_value(context_, value_of_number(Number::decimal(*rounded)));
  }

  Context& context_;
  const TextQuery& query_;
  MemoryCharge charge_;
  TextWords words_;
  TextTotals totals_;
  std::vector<Postings> postings_;  // by phrase
  std::vector<double> rarities_;
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
  const TextQuery query(search.query, search.between);
  if (query.holds_for_nothing()) {
    throw Failure(ErrorCode::query, "a search needs a word that is wanted, not only NOT",
                  "write what the texts have in common");
  }
  Schema schema;
  schema.add(search.text, true);
  const bool scored = search.score != kNoVar;
  if (scored) schema.add(search.score, true);
  return std::make_unique<RowsOperator>(context, std::move(schema), Search(context, query).rows(scored));
}

}  // namespace kg
