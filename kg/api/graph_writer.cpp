#include "kg/rdf/graph_text.h"

#include "kg/kg.h"

namespace kg {

struct GraphWriter::Impl {
  static constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;

  void flush() {
    if (!stopped && !buffer.empty()) stopped = !sink(buffer);
    buffer.clear();
  }

  std::unique_ptr<GraphText> text;
  std::function<bool(std::string_view)> sink;
  std::string buffer;
  bool stopped = false;
};

GraphWriter::GraphWriter(GraphFormat format, const Prefixes& prefixes,
                         std::function<bool(std::string_view)> sink)
    : impl_(std::make_unique<Impl>()) {
  impl_->text = make_graph_text(format, prefixes);
  impl_->sink = std::move(sink);
  impl_->text->begin(impl_->buffer);
}
GraphWriter::GraphWriter(GraphWriter&&) noexcept = default;
GraphWriter& GraphWriter::operator=(GraphWriter&&) noexcept = default;
GraphWriter::~GraphWriter() = default;

void GraphWriter::add(const Term& subject, const Term& relation, const Term& object) {
  if (impl_->stopped) return;
  const OwnedTerm s(subject);
  const OwnedTerm p(relation);
  const OwnedTerm o(object);
  impl_->text->triple(impl_->buffer,
                      {.subject = &s.raw, .relation = &p.raw, .object = &o.raw, .graph = nullptr});
  if (impl_->buffer.size() >= Impl::kPieceBytes) impl_->flush();
}

void GraphWriter::finish() {
  impl_->text->end(impl_->buffer);
  impl_->flush();
}

}  // namespace kg
