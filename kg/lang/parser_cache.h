// The prediction caches that all parsers and lexers share. They grow with every new shape of text and never
// shrink by themselves, so use is counted: while nobody uses them, caches that have grown too large are
// cleared.
#pragma once

namespace kg {

// Held while a generated lexer or parser runs.
class CacheUse {
 public:
  CacheUse();
  ~CacheUse();
  CacheUse(const CacheUse&) = delete;
  CacheUse& operator=(const CacheUse&) = delete;
};

}  // namespace kg
