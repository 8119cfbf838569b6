#include "kg/rdf/ntriples_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "kg/rdf/characters.h"

namespace kg {
namespace {

constexpr std::size_t kMaxRelationsKept = 10'000;
constexpr std::size_t kMinStep = 16;
constexpr std::size_t kFirstStep = 4096;
constexpr std::size_t kMaxStep = 65'536;
// A step whose terms take less or more than this is followed by larger or smaller ones.
constexpr std::size_t kSmallStepBytes = std::size_t{4} << 20U;
constexpr std::size_t kLargeStepBytes = std::size_t{16} << 20U;

// Bytes of a string that may need an escape: controls, DEL, quote, backslash, and the lead byte of U+FFFE
// and U+FFFF.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = table['\\'] = table[0x7F] = table[0xEF] = true;
  return table;
}
constexpr std::array<bool, 256> kSpecial = make_special();

void append_escape(std::string& out, unsigned code_point) {
  fmt::format_to(std::back_inserter(out), "\\u{:04X}", code_point);
}

void append_control(std::string& out, char c) {
  switch (c) {
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      append_escape(out, static_cast<unsigned char>(c));
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!kSpecial[static_cast<unsigned char>(text[i])]) continue;
    if (static_cast<unsigned char>(text[i]) == 0xEF) {
      const std::string_view three = text.substr(i, 3);
      if (three != "\xEF\xBF\xBE" && three != "\xEF\xBF\xBF") continue;
      out.append(text, plain, i - plain);
      append_escape(out, three.back() == '\xBE' ? 0xFFFE : 0xFFFF);
      i += 2;
    } else {
      out.append(text, plain, i - plain);
      append_control(out, text[i]);
    }
    plain = i + 1;
  }
  out.append(text, plain);
  out += '"';
}

void append_iri(std::string& out, std::string_view iri) {
  out += '<';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < iri.size(); ++i) {
    if (!rdf::is(iri[i], rdf::kIriStop)) continue;
    out.append(iri, plain, i - plain);
    append_escape(out, static_cast<unsigned char>(iri[i]));
    plain = i + 1;
  }
  out.append(iri, plain);
  out += '>';
}

void append_number(std::string& out, std::uint64_t n) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace

void append_ntriples(std::string& out, Tag tag, std::string_view key) {
  if (tag == Tag::blank) {
    out += "_:";
    out += key;
    return;
  }
  if (tag == Tag::iri) return append_iri(out, key);
  if (tag == Tag::string) return append_quoted(out, key);
  const std::size_t nul = key.rfind('\0');
  if (nul == std::string_view::npos) return append_quoted(out, key);
  append_quoted(out, key.substr(0, nul));
  if (tag == Tag::lang_string) {
    out += '@';
    out += key.substr(nul + 1);
  } else {
    out += "^^";
    append_iri(out, key.substr(nul + 1));
  }
}

void append_ntriples(std::string& out, Id inline_id) { append_ntriples(out, term_of_inline(inline_id)); }

void append_ntriples(std::string& out, const Term& term) {
  switch (term.kind) {
    case TermKind::undefined:
      return;
    case TermKind::blank:
      return append_ntriples(out, Tag::blank, term.value);
    case TermKind::iri:
      return append_iri(out, term.value);
    case TermKind::literal:
      append_quoted(out, term.value);
      if (!term.language.empty()) {
        out += '@';
        out += term.language;
      } else if (term.datatype != iri::kXsdString) {
        out += "^^";
        append_iri(out, term.datatype);
      }
      return;
    case TermKind::triple:
      out += "<<( ";
      for (const Term& part : *term.triple) {
        append_ntriples(out, part);
        out += ' ';
      }
      out += ")>>";
  }
}

NTriplesWriter::NTriplesWriter(const TripleSource& source) : source_(&source), step_(kFirstStep) {}

void NTriplesWriter::write(std::span<const Triple> triples, std::string& out) {
  while (!triples.empty()) {
    const std::span<const Triple> step = triples.first(std::min(step_, triples.size()));
    write_step(step, out);
    triples = triples.subspan(step.size());
    if (arena_.size() > kLargeStepBytes) {
      step_ = std::max(step_ / 4, kMinStep);
      arena_ = std::string();
    } else if (arena_.size() < kSmallStepBytes && step.size() == step_) {
      step_ = std::min(step_ * 2, kMaxStep);
    }
  }
}

void NTriplesWriter::write_step(std::span<const Triple> triples, std::string& out) {
  arena_.clear();
  ids_.clear();
  slots_.clear();
  texts_.assign(triples.size() * 2, {});
  if (relations_.size() > kMaxRelationsKept) relations_.clear();
  for (std::size_t i = 0; i < triples.size(); ++i) {
    const auto& [s, p, o] = triples[i];
    if (i == 0 || triples[i - 1][0] != s) request(s, 2 * i);
    request(o, 2 * i + 1);
    auto [place, fresh] = relations_.try_emplace(p);
    if (fresh) format_here(p, place->second);
  }
  decode();
  std::size_t subject = 0;
  for (std::size_t i = 0; i < triples.size(); ++i) {
    if (i == 0 || triples[i - 1][0] != triples[i][0]) subject = 2 * i;
    append(out, subject);
    out += ' ';
    out += relations_.find(triples[i][1])->second;
    out += ' ';
    append(out, 2 * i + 1);
    out += " .\n";
  }
}

void NTriplesWriter::request(Id id, std::size_t slot) {
  if (tag_in_dictionary(id.tag()) && id.tag() != Tag::blank) {
    ids_.push_back(id);
    slots_.push_back(slot);
    return;
  }
  const std::size_t offset = arena_.size();
  format_here(id, arena_);
  texts_[slot] = {offset, arena_.size() - offset};
}

void NTriplesWriter::decode() {
  source_->decode(ids_, [this](std::size_t i, std::string_view key) {
    const std::size_t offset = arena_.size();
    append_ntriples(arena_, ids_[i].tag(), key);
    texts_[slots_[i]] = {offset, arena_.size() - offset};
  });
}

void NTriplesWriter::append(std::string& out, std::size_t slot) const {
  out.append(arena_, texts_[slot].offset, texts_[slot].size);
}

void NTriplesWriter::format_here(Id id, std::string& out) {
  if (id.tag() == Tag::blank) {
    out += "_:b";
    append_number(out, id.payload());
  } else if (id.tag() == Tag::triple) {
    out += "<<( ";
    for (const Id part : source_->unfold(id)) {
      format_here(part, out);
      out += ' ';
    }
    out += ")>>";
  } else if (!tag_in_dictionary(id.tag())) {
    append_ntriples(out, id);
  } else {
    append_ntriples(out, source_->term(id));
  }
}

}  // namespace kg
