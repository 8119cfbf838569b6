#include "kg/lang/language.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kg/base/utf8.h"
#include "kg/lang/literals.h"
#include "kg/lang/parser.h"
#include "kg/lang/planner.h"
#include "kg/lang/suggest.h"
#include "kg/lang/words.h"
#include "kg/model/value.h"

#include <fmt/format.h>

namespace kg {
namespace {

struct Topic {
  std::string_view word;
  ShowTopic topic;
};
constexpr std::array kTopics{
    Topic{"names", ShowTopic::names},         Topic{"relations", ShowTopic::relations},
    Topic{"rules", ShowTopic::rules},         Topic{"sources", ShowTopic::sources},
    Topic{"documents", ShowTopic::documents}, Topic{"prefixes", ShowTopic::prefixes},
    Topic{"stats", ShowTopic::stats},         Topic{"commits", ShowTopic::commits}};

// Makes the statement's body from each kind of syntax tree.
class BodyMaker {
 public:
  BodyMaker(const Diagnostics& diagnostics, const LanguageContext& context,
            const std::vector<ast::Token>& tokens)
      : diagnostics_(diagnostics), context_(context), tokens_(tokens) {}

  // Whatever the planner has a plan for.
  template <typename Tree>
  Statement::Body operator()(const Tree& tree) requires requires(Planner& planner) {
    planner.plan(tree);
  }
  {
    Names names(diagnostics_, context_, UnknownNames::warn);
    Planner planner(names);
    Statement::Body body = planner.plan(tree);
    warnings = std::move(names.warnings());
    return body;
  }
  Statement::Body operator()(const ast::Entity& entity);
  Statement::Body operator()(const ast::Relation& relation);
  Statement::Body operator()(const ast::Define& define);
  Statement::Body operator()(const ast::Undefine& undefine);
  Statement::Body operator()(const ast::Prefix& prefix);
  Statement::Body operator()(TransactionCommand command) { return TransactionStatement{command}; }
  Statement::Body operator()(const ast::Show& show);
  Statement::Body operator()(const ast::Set& set);

  std::vector<std::string> warnings;

 private:
  std::vector<std::string> aliases(const std::vector<ast::Run>& runs) const;

  const Diagnostics& diagnostics_;
  const LanguageContext& context_;
  const std::vector<ast::Token>& tokens_;
};

std::vector<std::string> BodyMaker::aliases(const std::vector<ast::Run>& runs) const {
  std::vector<std::string> out;
  for (const ast::Run run : runs) {
    const ast::TokenKind kind = run[0].kind;
    if (kind == ast::TokenKind::iri || kind == ast::TokenKind::prefixed_name) {
      diagnostics_.fail(run, "an alias is a name, not an IRI");
    }
    out.push_back(kind == ast::TokenKind::string ? unquote(run[0].text) : Names::spelled(run));
    if (fold_name(out.back()).empty()) diagnostics_.fail(run, "a name cannot be empty");
  }
  return out;
}

Statement::Body BodyMaker::operator()(const ast::Entity& entity) {
  Names names(diagnostics_, context_, UnknownNames::create);
  EntityStatement out;
  out.iri = names.declare(entity.name, NameRole::thing, out.name);
  out.aliases = aliases(entity.aliases);
  if (entity.article != nullptr) {
    const std::string article = lower_ascii(entity.article->text);
    if (article != "a" && article != "an") {
      diagnostics_.fail(*entity.article, fmt::format("expected `a` before {}", quoted(entity.article->text)),
                        "a type follows `is a`: entity Ganzhou is a city");
    }
  }
  for (const ast::Run type : entity.types) out.types.push_back(names.resolve(type, NameRole::thing));
  out.new_names = std::move(names.new_names());
  return out;
}

Statement::Body BodyMaker::operator()(const ast::Relation& relation) {
  Names names(diagnostics_, context_, UnknownNames::create);
  RelationStatement out;
  out.iri = names.declare(relation.name, NameRole::relation, out.name);
  out.aliases = aliases(relation.aliases);
  out.functional = relation.functional;
  out.symmetric = relation.symmetric;
  out.transitive = relation.transitive;
  if (!relation.unit.empty()) out.unit = Names::spelled(relation.unit);
  for (const ast::Run other : relation.inverse_of)
    out.inverse_of.push_back(names.resolve(other, NameRole::relation));
  for (const ast::Run other : relation.narrower_than) {
    out.narrower_than.push_back(names.resolve(other, NameRole::relation));
  }
  out.new_names = std::move(names.new_names());
  return out;
}

// The text is kept as it is read anywhere later: prefixes and parameters are the session's.
Statement::Body BodyMaker::operator()(const ast::Define& define) {
  Names names(diagnostics_, context_, UnknownNames::refuse);
  std::string name;
  const Term iri = names.declare(define.name, NameRole::relation, name);
  if (!name.empty() && builtin_relation_iri(fold_name(name))) {
    diagnostics_.fail(define.name, fmt::format("{} is a word of the language", quoted(name)),
                      "give the rule another name");
  }
  std::string text;
  std::size_t at = tokens_.front().begin;
  for (const ast::Token& token : tokens_) {
    if (token.kind == ast::TokenKind::parameter) {
      diagnostics_.fail(token, "a rule has no parameters: it is used where they are not known",
                        "write the value itself");
    }
    if (token.kind != ast::TokenKind::prefixed_name) continue;
    text += diagnostics_.text().substr(at, token.begin - at);
    text += '<' + names.expand(token) + '>';
    at = token.end;
  }
  text += diagnostics_.text().substr(at, tokens_.back().end - at);
  return Planner(names).define(define, iri, name, std::move(text));
}

Statement::Body BodyMaker::operator()(const ast::Undefine& undefine) {
  Names names(diagnostics_, context_, UnknownNames::refuse);
  return Planner(names).undefine(undefine);
}

Statement::Body BodyMaker::operator()(const ast::Prefix& prefix) {
  const std::string_view name = prefix.prefix->text;
  if (name.find(':') + 1 != name.size()) {
    diagnostics_.fail(*prefix.prefix, "a prefix ends at its colon",
                      "for example: prefix ex: <https://example.org/>");
  }
  const std::string_view iri = prefix.iri->text;
  return PrefixStatement{std::string(name.substr(0, name.size() - 1)),
                         std::string(iri.substr(1, iri.size() - 2))};
}

Statement::Body BodyMaker::operator()(const ast::Show& show) {
  const std::string word = lower_ascii(show.topic->text);
  std::vector<std::string_view> words;
  std::vector<std::string> expected;
  for (const Topic& topic : kTopics) {
    if (topic.word == word) return ShowStatement{topic.topic};
    words.push_back(topic.word);
    expected.push_back(fmt::format("`{}`", topic.word));
  }
  const std::string_view meant = nearest(word, words);
  diagnostics_.fail(*show.topic,
                    fmt::format("expected {} before {}", join_or(expected), quoted(show.topic->text)),
                    meant.empty() ? "" : fmt::format("did you mean `{}`?", meant));
}

Statement::Body BodyMaker::operator()(const ast::Set& set) {
  const std::string option = lower_ascii(set.option->text);
  if (option != "inference") {
    const bool near = !nearest(option, std::array<std::string_view, 1>{"inference"}).empty();
    diagnostics_.fail(*set.option, fmt::format("there is no option {}", quoted(set.option->text)),
                      near ? "did you mean `inference`?" : "write: set inference on, or set inference off");
  }
  const std::string value = lower_ascii(set.value->text);
  if (value != "on" && value != "off") {
    diagnostics_.fail(*set.value, fmt::format("expected `on` or `off` before {}", quoted(set.value->text)));
  }
  return SetStatement{SetStatement::Option::inference, value == "on"};
}

Moment moment(const ast::Token& token, const Diagnostics& diagnostics, const LanguageContext& context) {
  Names names(diagnostics, context, UnknownNames::refuse);
  const Term value =
      token.kind == ast::TokenKind::parameter
          ? names.parameter(token)
          : literal_term({&token, 1}, false, diagnostics, [](const ast::Token&) { return std::string(); });
  Moment out;
  if (value.datatype == iri::kXsdInteger) {
    std::uint64_t commit = 0;
    const auto [end, error] =
        std::from_chars(value.value.data(), value.value.data() + value.value.size(), commit);
    if (error != std::errc() || end != value.value.data() + value.value.size()) {
      diagnostics.fail(token, fmt::format("{} is not the number of a commit", quoted(value.value)));
    }
    out.commit = commit;
  } else if (value_of(value).kind == ValueKind::date) {
    out.date = value;
  } else {
    diagnostics.fail(token, "`as of` takes the number of a commit, a date or a time",
                     "for example: as of 12, or as of 2026-02-10");
  }
  return out;
}

}  // namespace

struct ParsedStatement::Impl {
  explicit Impl(const SourceText& text) : source(text), diagnostics(source), tree(parse(diagnostics)) {}

  SourceText source;
  Diagnostics diagnostics;
  ast::Statement tree;
};

ParsedStatement::ParsedStatement(const SourceText& source) : impl_(std::make_unique<Impl>(source)) {}
ParsedStatement::~ParsedStatement() = default;

std::optional<Moment> ParsedStatement::moment(const LanguageContext& context) const {
  if (impl_->tree.as_of == nullptr) return std::nullopt;
  return kg::moment(*impl_->tree.as_of, impl_->diagnostics, context);
}

Statement ParsedStatement::resolve(const LanguageContext& context) const {
  const Diagnostics& diagnostics = impl_->diagnostics;
  const ast::Statement& tree = impl_->tree;
  BodyMaker maker(diagnostics, context, tree.tokens);
  Statement out;
  out.body = std::visit(maker, tree.body);
  out.explain = tree.explain;
  out.warnings = std::move(maker.warnings);
  out.text = std::string(diagnostics.text(tree.tokens));
  out.place = diagnostics.place(tree.tokens.front().begin);
  return out;
}

Statement parse_statement(const SourceText& source, const LanguageContext& context) {
  return ParsedStatement(source).resolve(context);
}

namespace {

// A term has no grammar rule of its own at the start: it is read as the one value of an inline table.
std::string table_of(std::string_view term) { return fmt::format("find ?x where values ?x ({})", term); }

ast::Statement table_tree(std::string_view term, const Diagnostics& diagnostics) {
  try {
    ast::Statement tree = parse(diagnostics);
    const auto* find = std::get_if<ast::Find>(&tree.body);
    const bool one_table =
        find != nullptr && find->group.size() == 1 && find->group[0].kind == ast::Element::Kind::values;
    if (one_table && find->group[0].values.rows.size() == 1) return tree;
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::query) throw;  // what is wrong with the table is no matter
  }
  throw Failure(
      ErrorCode::usage, fmt::format("{} is not one value", quoted(term)),
      "write a number, a date, a quantity, 'text', an <IRI> or the name of a thing; '' is the empty text");
}

}  // namespace

Term parse_term(std::string_view text, const LanguageContext& context) {
  const std::string statement = table_of(text);
  const SourceText source{statement, {}, 1};
  const Diagnostics diagnostics(source);
  const ast::Statement tree = table_tree(text, diagnostics);
  try {
    Names names(diagnostics, context, UnknownNames::refuse);
    return Planner(names).value_term(std::get<ast::Find>(tree.body).group[0].values.rows[0][0]);
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::query) throw;
    throw Failure(ErrorCode::usage, failure.error().message, failure.error().hint);
  }
}

}  // namespace kg
