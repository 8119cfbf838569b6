#include "repl/parameters.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace kg::repl {
namespace {

constexpr std::size_t kMaxParameterFileBytes = std::size_t{16} << 20U;

// Reads an object of scalars and of objects with one text. Numbers keep their digits.
class ParameterReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ParameterReader(Session& session) : session_(session) {}

  Status result;

  bool start_object(std::size_t /*elements*/) override { return ++depth_ <= 2 || wrong(); }
  bool end_object() override {
    if (depth_-- == 2 && !written_) return wrong();
    return true;
  }
  bool key(string_t& text) override {
    (depth_ == 1 ? name_ : how_) = text;
    written_ = false;
    return true;
  }
  bool string(string_t& text) override {
    written_ = true;
    if (depth_ == 1) return set(Term::string(text));
    if (how_ == "iri") return set('<' + text + '>');
    if (how_ == "term") return set(text);
    if (how_ != "name") return wrong();
    return set(quoted_name(text));
  }
  bool boolean(bool value) override { return depth_ == 1 ? set(Term::boolean(value)) : wrong(); }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const string_t& text) override { return number(text); }
  bool null() override { return wrong(); }
  bool binary(binary_t& /*value*/) override { return wrong(); }
  bool start_array(std::size_t /*elements*/) override { return wrong(); }
  bool end_array() override { return wrong(); }
  bool parse_error(std::size_t place, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    result = Error{ErrorCode::data,
                   fmt::format("the parameters are no JSON (byte {})", place),
                   {},
                   {},
                   R"(write {"name": "value"})"};
    return false;
  }

 private:
  bool number(const std::string& text) {
    if (depth_ != 1) return wrong();
    const bool exponent = text.find_first_of("eE") != std::string::npos;
    const bool point = text.find('.') != std::string::npos;
    return set(Term::literal(text, exponent ? iri::kXsdDouble : point ? iri::kXsdDecimal : iri::kXsdInteger));
  }
  bool set(Term term) {
    session_.set_parameter(name_, std::move(term));
    return true;
  }
  bool set(const std::string& text) {
    result = set_parameter(session_, name_, text);
    return result.ok();
  }
  bool wrong() {
    result = Error{ErrorCode::data,
                   depth_ == 0 ? "parameters are one JSON object"
                               : fmt::format("the parameter `{}` has a value that is no parameter's", name_),
                   {},
                   {},
                   R"(a text, a number, true, false, {"name": ...}, {"iri": ...} or {"term": ...})"};
    return false;
  }

  Session& session_;
  int depth_ = 0;
  bool written_ = true;
  std::string name_;
  std::string how_;
};

Status read_parameters(Session& session, const Options& options) {
  const std::string& path = options.parameter_file;
  if (path != "-") {
    if (const Status allowed = allow_files(options, "--params reads a file"); !allowed.ok()) return allowed;
  }
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text(kMaxParameterFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (path != "-" && !file.is_open()))
    return Error{ErrorCode::usage, '`' + path + "` cannot be read", {}, {}, "check the path"};
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxParameterFileBytes)
    return Error{ErrorCode::limit,
                 fmt::format("a file of parameters has at most {} bytes", kMaxParameterFileBytes),
                 {},
                 {},
                 {}};
  ParameterReader reader(session);
  nlohmann::json::sax_parse(text, &reader);
  if (!reader.result.ok()) return reader.result;
  return {};
}

}  // namespace

Status set_parameter(Session& session, const std::string& name, const std::string& text) {
  const Status set = session.set_parameter_text(name, text);
  if (set.ok()) return set;
  Error error = set.error();
  error.message = fmt::format("the parameter `{}`: {}", name, error.message);
  return error;
}

Status set_parameters(Workspace& workspace) {
  const Options& options = workspace.options();
  if (!options.parameter_file.empty()) {
    if (Status read = read_parameters(workspace.session(), options); !read.ok()) return read;
  }
  for (const std::string& parameter : options.parameters) {
    const std::size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{ErrorCode::usage, '`' + parameter + "` is not a parameter", {}, {}, "write -p name=value"};
    }
    Status set =
        set_parameter(workspace.session(), parameter.substr(0, equals), parameter.substr(equals + 1));
    if (!set.ok()) {
      Error error = set.error();
      error.hint += "; a text stands in single quotes, and one that nobody has looked at goes by --params";
      return error;
    }
  }
  return {};
}

}  // namespace kg::repl
