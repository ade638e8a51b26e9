// SPDX-License-Identifier: Apache-2.0
// Text from a file on its way to a terminal: what is seen stays, what is obeyed is written out.

#include <string>

#include <doctest/doctest.h>

#include "engine/terminal_text.hpp"

using engine::safe_for_terminal;

TEST_CASE("what a terminal shows stays as it is") {
  for (const std::string text :
       {"", "plain", "two\nlines\tand a tab", "한반도 ± 0.002 … é", "\xf0\x9f\x95\x8a"})
    CHECK(safe_for_terminal(text) == text);
}

TEST_CASE("what a terminal obeys, or does not show, is written out") {
  CHECK(safe_for_terminal("\x1b[31mred\x07") == "\\x1b[31mred\\x07");
  CHECK(safe_for_terminal("over\rwritten") == "over\\x0dwritten");
  CHECK(safe_for_terminal("a\x7f") == "a\\x7f");
  CHECK(safe_for_terminal(std::string("nul\0", 4)) == "nul\\x00");
  CHECK(safe_for_terminal("\u009b31m") == "\\u009b31m");   // one character for ESC [
  CHECK(safe_for_terminal("\u0085") == "\\u0085");         // the next line
  CHECK(safe_for_terminal("\u202eevil") == "\\u202eevil"); // from right to left
  CHECK(safe_for_terminal("\u2066x\u2069") == "\\u2066x\\u2069");
  CHECK(safe_for_terminal("\u061c\u200e\u200f") == "\\u061c\\u200e\\u200f");
  CHECK(safe_for_terminal("\u2028\u2029") == "\\u2028\\u2029");
  CHECK(safe_for_terminal("base\u200bline\ufeff") == "base\\u200bline\\ufeff"); // of no width
  CHECK(safe_for_terminal("\U000e0041") == "\\ue0041");
}

TEST_CASE("bytes that are no UTF-8 are written out, one by one") {
  CHECK(safe_for_terminal("\xff") == "\\xff");
  CHECK(safe_for_terminal("\x9b"
                          "31m") == "\\x9b31m");        // the same control in one byte
  CHECK(safe_for_terminal("\xe2\x80") == "\\xe2\\x80"); // cut short
  CHECK(safe_for_terminal("\xc0\x9b") == "\\xc0\\x9b"); // longer than need be
  CHECK(safe_for_terminal("\xe0\x82\x9b") == "\\xe0\\x82\\x9b");
  CHECK(safe_for_terminal("\xed\xa0\x80") == "\\xed\\xa0\\x80"); // half of a pair
  CHECK(safe_for_terminal("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(safe_for_terminal("\xc2"
                          "a") == "\\xc2a");
}
