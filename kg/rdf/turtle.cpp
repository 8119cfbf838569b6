#include "kg/rdf/turtle.h"

#include <fmt/format.h>

#include <utility>

#include "kg/base/error.h"
#include "kg/model/term.h"
#include "kg/rdf/turtle_parser.h"

namespace kg {

std::unique_ptr<StreamParser> make_turtle_parser(rdf::TextWindow::Read read, TurtleOptions options) {
  return std::make_unique<rdf::TurtleParser>(std::move(read), std::move(options));
}

namespace rdf {

TurtleParser::TurtleParser(TextWindow::Read read, TurtleOptions options)
    : options_(std::move(options)),
      window_(std::move(read), options_.window_bytes),
      lexer_(window_),
      terms_(lexer_, options_.base) {
  stack_.emplace_back();
}

bool TurtleParser::parse(TripleSink& sink, ChunkResult& result, bool lenient) {
  constexpr std::size_t kStatementsAtOnce = 1024;
  sink_ = &sink;
  result_ = &result;
  try {
    for (statements_ = 0; statements_ < kStatementsAtOnce && !finished_;) {
      if (!has_token_) {
        has_token_ = true;
        lexer_.next();
      }
      step();
    }
  } catch (const SyntaxError& error) {
    note(error, lenient);
    finished_ = true;
    if (lenient) resume();
  }
  std::uint64_t lines = window_.first_line() - 1;
  if (finished_) {
    const TextPlace place = window_.place(lexer_.position());
    lines = place.line - (place.column == 1 ? 1 : 0);
  }
  result.lines += lines - lines_;
  lines_ = lines;
  return !finished_;
}

void TurtleParser::note(const SyntaxError& error, bool lenient) {
  constexpr std::size_t kExcerptBytes = 1000;
  const TextPlace place = window_.place(error.at);
  const bool encoding = window_.invalid() && error.at >= window_.end();
  sink_->end_statement(false);
  const bool torn = encoding || lexer_.is_text_torn();
  if (lenient && (in_directive_ || torn)) {
    throw Failure(Error{ErrorCode::data,
                        error.reason,
                        {options_.name, place.line, place.column},
                        {},
                        in_directive_
                            ? "nothing was loaded: what follows a bad directive cannot be understood"
                            : "nothing was loaded: where the text goes on cannot be told"});
  }
  result_->bad.push_back({.line = place.line,
                          .column = place.column,
                          .reason = error.reason,
                          .text = window_.line_of(error.at, kExcerptBytes),
                          .hint = error.hint});
}

void TurtleParser::resume() {
  const TextPlace place = window_.place(lexer_.at());
  if (lexer_.skip_statement() && options_.trig) {
    throw Failure(
        Error{ErrorCode::data,
              "a statement that cannot be read has a brace in it, so the graph of what follows is unsure",
              {options_.name, place.line, place.column},
              {},
              "nothing was loaded: correct the statement"});
  }
  depth_ = 0;
  top().state = State::subject;
  has_token_ = false;
  finished_ = window_.complete() && lexer_.position() >= window_.end();
}

void TurtleParser::end_statement() {
  sink_->end_statement(true);
  top().state = State::subject;
  ++statements_;
  lexer_.next();
}

void TurtleParser::step() {
  switch (top().state) {
    case State::subject:
      return at_subject();
    case State::graph_label:
      top().subject.assign(terms_.resource("the graph's name"));
      top().state = State::graph_open;
      lexer_.next();
      return;
    case State::graph_open:
      if (lexer_.token != Token::open_brace) lexer_.fail_expecting("the '{' that opens the graph");
      return open_graph(&top().subject.raw);
    case State::verb:
    case State::verb_or_end:
      return at_verb();
    case State::object:
    case State::item:
      return at_object();
    case State::object_end:
      return at_object_end();
    case State::reifier:
      return at_reifier();
    case State::close:
      return at_close();
  }
}

void TurtleParser::at_subject() {
  TurtleFrame& frame = top();
  if (frame.kind == Kind::statement && at_start_of_statement()) return;
  const bool nested = frame.kind != Kind::statement;
  if (lexer_.token == Token::open_reified && frame.kind != Kind::term) return push(Kind::reified);
  if (lexer_.token == Token::open_bracket && !nested) return push(Kind::properties);
  if (lexer_.token == Token::open_parenthesis && !nested) return push(Kind::collection);
  frame.subject.assign(terms_.resource("a subject"));
  frame.end_allowed = false;
  frame.graph_allowed = options_.trig && !in_graph_ && !nested;
  frame.state = State::verb;
  lexer_.next();
}

// What may stand in place of triples. Gives whether it did.
bool TurtleParser::at_start_of_statement() {
  switch (lexer_.token) {
    case Token::end:
      if (in_graph_) lexer_.fail_expecting("the '}' that closes the graph");
      finished_ = true;
      return true;
    case Token::close_brace:
      if (!in_graph_) return false;
      in_graph_ = false;
      end_statement();
      return true;
    case Token::open_brace:
      if (!options_.trig || in_graph_) return false;
      open_graph(nullptr);
      return true;
    case Token::at_word:
    case Token::word:
      if (in_graph_) return false;
      if (options_.trig && lexer_.token == Token::word && is_keyword(lexer_.text, "GRAPH")) {
        top().state = State::graph_label;
        lexer_.next();
        return true;
      }
      in_directive_ = true;
      if (!terms_.directive()) {
        in_directive_ = false;
        return false;
      }
      in_directive_ = false;
      end_statement();
      return true;
    default:
      return false;
  }
}

void TurtleParser::open_graph(const RawTerm* label) {
  in_graph_ = true;
  named_graph_ = label != nullptr;
  if (named_graph_) graph_.assign(*label);
  top().state = State::subject;
  lexer_.next();
}

bool TurtleParser::at_end() const {
  switch (top().kind) {
    case Kind::statement:
      return lexer_.token == Token::dot || (in_graph_ && lexer_.token == Token::close_brace);
    case Kind::properties:
      return lexer_.token == Token::close_bracket;
    case Kind::annotation:
      return lexer_.token == Token::close_annotation;
    default:
      return false;
  }
}

void TurtleParser::end() {
  TurtleFrame& frame = top();
  if (frame.kind == Kind::statement) {
    if (lexer_.token == Token::close_brace) in_graph_ = false;
    return end_statement();
  }
  --depth_;
  if (frame.kind == Kind::properties) deliver(frame.subject.raw, Kind::properties, true);
  lexer_.next();
}

void TurtleParser::at_verb() {
  TurtleFrame& frame = top();
  const bool graph_allowed = std::exchange(frame.graph_allowed, false);
  if (graph_allowed && lexer_.token == Token::open_brace) return open_graph(&frame.subject.raw);
  if (lexer_.token == Token::word && lexer_.text == "a") {
    frame.relation.assign({.tag = Tag::iri, .key = iri::kRdfType});
  } else if (lexer_.token == Token::iri || lexer_.token == Token::name) {
    frame.relation.assign(terms_.resource("a predicate"));
  } else {
    const bool listed = frame.state == State::verb_or_end;
    if (listed && lexer_.token == Token::semicolon) {
      lexer_.next();
      return;
    }
    const bool may_end = listed || (frame.kind == Kind::statement && frame.end_allowed);
    if (may_end && at_end()) return end();
    lexer_.fail_expecting("a predicate");
  }
  frame.state = State::object;
  lexer_.next();
}

void TurtleParser::at_object() {
  const Kind kind = top().kind;
  const bool plain = kind == Kind::reified || kind == Kind::term;
  switch (lexer_.token) {
    case Token::open_term:
      return push(Kind::term);
    case Token::open_reified:
      if (kind == Kind::term) break;
      return push(Kind::reified);
    case Token::open_bracket:
      if (plain) break;
      return push(Kind::properties);
    case Token::open_parenthesis:
      if (plain) break;
      return push(Kind::collection);
    case Token::close_parenthesis:
      if (kind == Kind::collection) return close_collection();
      break;
    default:
      break;
  }
  bool spent = true;
  const RawTerm value = terms_.value(spent);
  deliver(value, Kind::statement, spent);
  if (spent) lexer_.next();
}

void TurtleParser::at_object_end() {
  TurtleFrame& frame = top();
  if (lexer_.token == Token::comma) {
    frame.state = State::object;
  } else if (lexer_.token == Token::semicolon) {
    frame.state = State::verb_or_end;
  } else if (lexer_.token == Token::tilde) {
    frame.state = State::reifier;
  } else if (lexer_.token == Token::open_annotation) {
    if (!frame.reified) {
      frame.reifier.assign(terms_.fresh());
      reify(frame);
    }
    frame.reified = false;
    return push(Kind::annotation);
  } else if (at_end()) {
    return end();
  } else {
    constexpr const char* kEnds[] = {"'.'", "']'", "'|}'"};
    lexer_.fail_expecting(std::string("',', ';' or ") + kEnds[static_cast<std::size_t>(frame.kind)]);
  }
  lexer_.next();
}

void TurtleParser::at_reifier() {
  TurtleFrame& frame = top();
  const Token token = lexer_.token;
  const bool named =
      token == Token::iri || token == Token::name || token == Token::blank || token == Token::anonymous;
  frame.reifier.assign(named ? terms_.resource("a reifier") : terms_.fresh());
  frame.reified = true;
  if (frame.kind == Kind::reified) {
    frame.state = State::close;
  } else {
    reify(frame);
    frame.state = State::object_end;
  }
  if (named) lexer_.next();
}

void TurtleParser::at_close() {
  TurtleFrame& frame = top();
  if (frame.kind == Kind::term) {
    if (lexer_.token != Token::close_term) lexer_.fail_expecting("the ')>>' that closes the triple term");
    check_nesting(frame.object.raw);
    frame.triple = {frame.subject.raw, frame.relation.raw, frame.object.raw};
    --depth_;
    deliver({.tag = Tag::triple, .key = {}, .triple = &frame.triple}, Kind::term, true);
  } else if (lexer_.token == Token::tilde && !frame.reified) {
    frame.state = State::reifier;
  } else {
    if (lexer_.token != Token::close_reified) lexer_.fail_expecting("the '>>' that closes the triple");
    if (!frame.reified) frame.reifier.assign(terms_.fresh());
    reify(frame);
    --depth_;
    deliver(frame.reifier.raw, Kind::reified, true);
  }
  lexer_.next();
}

void TurtleParser::close_collection() {
  TurtleFrame& frame = top();
  const RawTerm nil{.tag = Tag::iri, .key = kRdfNil};
  if (!frame.listed) {
    frame.object.assign(nil);
  } else {
    emit(frame.subject.raw, kRdfRest, nil);
  }
  --depth_;
  deliver(frame.object.raw, Kind::collection, true);
  lexer_.next();
}

void TurtleParser::push(Kind kind) {
  if (depth_ == kMaxTurtleNestingLevels) {
    throw SyntaxError{lexer_.at(),
                      fmt::format("brackets are nested more than {} levels deep", kMaxTurtleNestingLevels)};
  }
  if (++depth_ == stack_.size()) stack_.emplace_back();
  TurtleFrame& frame = top();
  frame.kind = kind;
  frame.reified = frame.listed = false;
  switch (kind) {
    case Kind::properties:
      frame.subject.assign(terms_.fresh());
      frame.state = State::verb;
      break;
    case Kind::annotation:
      frame.subject.assign(stack_[depth_ - 1].reifier.raw);
      frame.state = State::verb;
      break;
    case Kind::collection:
      frame.state = State::item;
      break;
    default:
      frame.state = State::subject;
  }
  lexer_.next();
}

// Hands a complete term to the innermost open bracket. `spent`: the lexer's token is the term's last one,
// not the one behind it.
void TurtleParser::deliver(const RawTerm& value, Kind from, bool spent) {
  TurtleFrame& frame = top();
  if (frame.state == State::item) {
    const RawTerm node = terms_.fresh();
    if (frame.listed) {
      emit(frame.subject.raw, kRdfRest, node);
    } else {
      frame.object.assign(node);
      frame.listed = true;
    }
    frame.subject.assign(node);
    emit(node, kRdfFirst, value);
  } else if (frame.state == State::subject) {
    frame.subject.assign(value);
    frame.end_allowed = from == Kind::properties || from == Kind::reified;
    frame.graph_allowed = false;
    frame.state = State::verb;
  } else if (frame.kind == Kind::reified || frame.kind == Kind::term) {
    frame.object.assign(value);
    frame.state = State::close;
  } else {
    emit(frame.subject.raw, frame.relation.raw.key, value);
    const bool annotated = spent ? lexer_.annotation_may_follow()
                                 : lexer_.token == Token::tilde || lexer_.token == Token::open_annotation;
    if (annotated) frame.object.assign(value);
    frame.reified = false;
    frame.state = State::object_end;
  }
}

void TurtleParser::check_nesting(const RawTerm& object) const {
  std::size_t levels = 1;
  for (const RawTerm* t = &object; t->triple != nullptr; t = &(*t->triple)[2]) ++levels;
  if (levels > kMaxTripleTermNestingLevels) {
    throw SyntaxError{lexer_.at(), fmt::format("triple terms are nested more than {} levels deep",
                                               kMaxTripleTermNestingLevels)};
  }
}

void TurtleParser::reify(const TurtleFrame& frame) {
  check_nesting(frame.object.raw);
  const std::array<RawTerm, 3> triple{frame.subject.raw, frame.relation.raw, frame.object.raw};
  emit(frame.reifier.raw, iri::kRdfReifies, {.tag = Tag::triple, .key = {}, .triple = &triple});
}

void TurtleParser::emit(const RawTerm& subject, std::string_view relation, const RawTerm& object) {
  const RawTerm predicate{.tag = Tag::iri, .key = relation};
  if (in_graph_ && named_graph_) {
    check_nesting(object);
    result_->triples += quads_.emit(*sink_, subject, predicate, object, graph_.raw);
  } else {
    sink_->triple(subject, predicate, object);
    ++result_->triples;
  }
}

}  // namespace rdf
}  // namespace kg
