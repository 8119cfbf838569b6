#include "kg/store/bulk_text_sorter.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace kg::bulk {
namespace {

// One spilled file, at its current pair.
struct Source {
  explicit Source(const TempFile& file) : reader(file) {}
  bool next() {
    std::string_view view;
    if (!reader.text(view)) return false;
    text.assign(view);
    return reader.value(number);
  }
  FileReader reader;
  std::string text;
  std::uint64_t number = 0;
};

bool later(const std::unique_ptr<Source>& a, const std::unique_ptr<Source>& b) {
  return std::pair<std::string_view, std::uint64_t>(a->text, a->number) >
         std::pair<std::string_view, std::uint64_t>(b->text, b->number);
}

}  // namespace

void TextSorter::add(std::string_view text, std::uint64_t number) {
  if (!entries_.empty() &&
      arena_.size() + text.size() + (entries_.size() + 1) * sizeof(Entry) > memory_bytes_) {
    spill();
  }
  entries_.push_back({arena_.size(), text.size(), number});
  arena_ += text;
}

void TextSorter::sort() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    return std::pair(text_of(a), a.number) < std::pair(text_of(b), b.number);
  });
}

void TextSorter::spill() {
  sort();
  files_.emplace_back(directory_);
  FileWriter writer(files_.back());
  for (const Entry& entry : entries_) {
    writer.text(text_of(entry));
    writer.value(entry.number);
  }
  writer.flush();
  entries_.clear();
  arena_.clear();
}

void TextSorter::for_each(const std::function<void(std::string_view, std::uint64_t)>& visit) {
  if (files_.empty()) {
    sort();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      const bool again =
          i != 0 && entry.number == entries_[i - 1].number && text_of(entry) == text_of(entries_[i - 1]);
      if (!again) visit(text_of(entry), entry.number);
    }
    return;
  }
  if (!entries_.empty()) spill();
  std::vector<std::unique_ptr<Source>> sources;
  for (const TempFile& file : files_) {
    auto source = std::make_unique<Source>(file);
    if (source->next()) sources.push_back(std::move(source));
  }
  std::make_heap(sources.begin(), sources.end(), later);
  std::string last_text;
  std::uint64_t last_number = 0;
  bool any = false;
  while (!sources.empty()) {
    std::pop_heap(sources.begin(), sources.end(), later);
    Source& source = *sources.back();
    if (!any || source.number != last_number || source.text != last_text) visit(source.text, source.number);
    any = true;
    last_text = source.text;
    last_number = source.number;
    if (source.next()) {
      std::push_heap(sources.begin(), sources.end(), later);
    } else {
      sources.pop_back();
    }
  }
}

}  // namespace kg::bulk
