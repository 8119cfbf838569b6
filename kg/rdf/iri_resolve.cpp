#include "kg/rdf/iri_resolve.h"

#include "kg/rdf/characters.h"

namespace kg::rdf {
namespace {

struct Parts {
  std::string_view scheme;     // with the colon
  std::string_view authority;  // with the slashes, empty when there is none
  std::string_view path;
  std::string_view query;     // with the question mark
  std::string_view fragment;  // with the number sign
};

std::string_view take(std::string_view& text, std::size_t size) {
  const std::string_view out = text.substr(0, size);
  text.remove_prefix(out.size());
  return out;
}

Parts split(std::string_view text) {
  Parts out;
  if (has_scheme(text)) out.scheme = take(text, text.find(':') + 1);
  if (text.starts_with("//")) out.authority = take(text, text.find_first_of("/?#", 2));
  out.path = take(text, text.find_first_of("?#"));
  out.query = take(text, text.find('#'));
  out.fragment = text;
  return out;
}

// Section 5.2.4, over the output that starts at `from`.
void append_without_dots(std::string& out, std::string_view path) {
  const std::size_t from = out.size();
  const auto drop_last = [&] {
    const std::size_t slash = out.rfind('/');
    out.resize(slash == std::string::npos || slash < from ? from : slash);
  };
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../")) {
      path.remove_prefix(3);
      drop_last();
    } else if (path == "/..") {
      path = "/";
      drop_last();
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      out += take(path, path.find('/', 1));
    }
  }
}

}  // namespace

bool has_scheme(std::string_view iri) {
  if (iri.empty() || !is(iri[0], kAlpha)) return false;
  std::size_t n = 1;
  while (n < iri.size() && is(iri[n], kSchemeRest)) ++n;
  return n < iri.size() && iri[n] == ':';
}

void resolve_iri(std::string_view base, std::string_view reference, std::string& out) {
  if (has_scheme(reference)) {
    out += reference;
    return;
  }
  const Parts b = split(base);
  const Parts r = split(reference);
  out += b.scheme;
  if (!r.authority.empty()) {
    out += r.authority;
    append_without_dots(out, r.path);
    out += r.query;
  } else if (r.path.empty()) {
    out += b.authority;
    out += b.path;
    out += r.query.empty() ? b.query : r.query;
  } else {
    out += b.authority;
    std::string merged;
    if (!r.path.starts_with('/')) {
      const std::size_t slash = b.path.rfind('/');
      if (slash != std::string_view::npos) {
        merged = b.path.substr(0, slash + 1);
      } else if (!b.authority.empty()) {
        merged = "/";
      }
    }
    merged += r.path;
    append_without_dots(out, merged);
    out += r.query;
  }
  out += r.fragment;
}

}  // namespace kg::rdf
