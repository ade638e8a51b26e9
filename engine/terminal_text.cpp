// SPDX-License-Identifier: Apache-2.0
#include "engine/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace engine {
namespace {

/// One character of a text, or one byte that is none.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0; // 0: the byte begins no character of UTF-8
};

Character character_at(const std::string &text, std::size_t place) {
  struct Form {
    unsigned char mask, lead;
    std::size_t bytes;
    char32_t lowest; // what fewer bytes could not say
  };
  constexpr std::array<Form, 4> forms{
      {{0x80, 0x00, 1, 0}, {0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}}};
  const auto first = static_cast<unsigned char>(text[place]);
  for (const Form &form : forms) {
    if ((first & form.mask) != form.lead || place + form.bytes > text.size()) continue;
    char32_t code = first & static_cast<unsigned char>(~form.mask);
    for (std::size_t i = 1; i < form.bytes; ++i) {
      const auto next = static_cast<unsigned char>(text[place + i]);
      if ((next & 0xc0U) != 0x80U) return {};
      code = (code << 6U) | (next & 0x3fU);
    }
    const bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < form.lowest || code > 0x10ffff || is_surrogate ? Character{} : Character{code, form.bytes};
  }
  return {};
}

/// Whether a terminal obeys it or shows nothing of it: controls, directions, widths of zero, ends of lines.
bool is_unseen(char32_t code) {
  constexpr std::array<std::pair<char32_t, char32_t>, 10> unseen{{{0x00, 0x08},
                                                                  {0x0b, 0x1f},
                                                                  {0x7f, 0x9f},
                                                                  {0x061c, 0x061c},
                                                                  {0x200b, 0x200f},
                                                                  {0x2028, 0x202e},
                                                                  {0x2060, 0x206f},
                                                                  {0xfeff, 0xfeff},
                                                                  {0xfff9, 0xfffb},
                                                                  {0xe0000, 0xe007f}}};
  return std::any_of(unseen.begin(), unseen.end(),
                     [code](const auto &range) { return range.first <= code && code <= range.second; });
}

} // namespace

std::string safe_for_terminal(const std::string &text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t place = 0; place < text.size();) {
    const Character character = character_at(text, place);
    const auto code = static_cast<unsigned>(character.code);
    if (character.bytes == 0)
      safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[place]));
    else if (!is_unseen(character.code))
      safe.append(text, place, character.bytes);
    else
      safe += code < 0x80 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
    place += std::max<std::size_t>(character.bytes, 1);
  }
  return safe;
}

} // namespace engine
