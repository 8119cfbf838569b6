// Random damage to text that is nearly RDF: what parsers must refuse or understand.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace kg::test {

// So many changes: bytes replaced, put in, taken out or doubled.
inline std::string mutate(std::string text, std::uint64_t changes, std::mt19937_64& random) {
  static const std::string kLikely = "<>\"'\\_:.@^#()[]{}|~;,\r\n\tuU-\xC3\xFF 0ae+%";
  for (std::uint64_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text[at] = kLikely[random() % kLikely.size()];
        break;
      case 2:
        text.erase(at, 1 + random() % 8);
        break;
      case 3:
        text.insert(at, 1 + random() % 3, kLikely[random() % kLikely.size()]);
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 20));
    }
  }
  return text;
}

}  // namespace kg::test
