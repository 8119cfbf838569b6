// The parser behind make_turtle_parser. Internal to kg/rdf.
//
// A pushdown automaton: a stack of open brackets (turtle_frame.h), each with a state; a token either moves
// the innermost one, opens another or closes it, and a closed one hands its term to the one around it.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "kg/base/limits.h"
#include "kg/model/raw_term.h"
#include "kg/rdf/quad_claim.h"
#include "kg/rdf/text_window.h"
#include "kg/rdf/turtle.h"
#include "kg/rdf/turtle_frame.h"
#include "kg/rdf/turtle_lexer.h"
#include "kg/rdf/turtle_terms.h"

namespace kg::rdf {

class TurtleParser final : public StreamParser {
 public:
  TurtleParser(TextWindow::Read read, TurtleOptions options);
  bool parse(TripleSink& sink, ChunkResult& result, bool lenient) override;

 private:
  using Kind = TurtleFrame::Kind;
  using State = TurtleFrame::State;

  TurtleFrame& top() { return stack_[depth_]; }
  [[nodiscard]] const TurtleFrame& top() const { return stack_[depth_]; }

  void note(const SyntaxError& error, bool lenient);
  void resume();
  void end_statement();

  void step();
  void at_subject();
  bool at_start_of_statement();
  void open_graph(const RawTerm* label);
  [[nodiscard]] bool at_end() const;
  void end();
  void at_verb();
  void at_object();
  void at_object_end();
  void at_reifier();
  void at_close();
  void close_collection();

  void push(Kind kind);
  void deliver(const RawTerm& value, Kind from, bool spent);
  void check_nesting(const RawTerm& object) const;
  void reify(const TurtleFrame& frame);
  void emit(const RawTerm& subject, std::string_view relation, const RawTerm& object);

  TurtleOptions options_;
  TextWindow window_;
  TurtleLexer lexer_;
  TurtleTerms terms_;
  std::deque<TurtleFrame> stack_;  // frames above depth_ are kept for their memory
  std::size_t depth_ = 0;
  QuadClaims quads_;
  OwnedTerm graph_;
  bool in_graph_ = false;
  bool named_graph_ = false;
  bool in_directive_ = false;
  bool has_token_ = false;
  bool finished_ = false;
  std::uint64_t lines_ = 0;
  std::size_t statements_ = 0;
  TripleSink* sink_ = nullptr;
  ChunkResult* result_ = nullptr;
};

}  // namespace kg::rdf
