// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html.h"

#include "core/base/text.h"

namespace nei::report::html {
namespace {

/// Colours are those of the window, by their meaning. On paper: dark on white, tables not cut within a row.
constexpr std::string_view style = R"css(
:root {
  --surface: #ffffff; --panel: #f6f7f9; --border: #d2d6dc; --text: #1a1d21; --secondary: #57606b;
  --breaks: #98121c; --breaks-fill: #faecec; --review: #7a5a00; --review-fill: #fbf4df;
  --expected: #35567f; --expected-fill: #ebf1f8; --noise: #57606b; --noise-fill: #f0eff3;
  --a: #96450f; --a-fill: #fae5d6; --b: #00637a; --b-fill: #d3eef3;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --surface: #191b1e; --panel: #1f2226; --border: #3b4047; --text: #e4e7eb; --secondary: #abb3be;
    --breaks: #ff8f86; --breaks-fill: #3a2221; --review: #f2c45c; --review-fill: #332b17;
    --expected: #a3c0e8; --expected-fill: #232d3a; --noise: #abb3be; --noise-fill: #2c2a32;
    --a: #f0a36e; --a-fill: #45291a; --b: #5ccbe6; --b-fill: #0f3a46;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px; max-width: 1080px; background: var(--surface); color: var(--text);
       font: 14px/1.45 system-ui, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; margin: 0 0 12px; } h2 { font-size: 16px; margin: 28px 0 8px; }
h3 { font: 600 13px/1.5 ui-monospace, "Noto Sans Mono", monospace; margin: 18px 0 6px; overflow-wrap: anywhere; }
code { font: 12px/1.5 ui-monospace, "Noto Sans Mono", monospace; overflow-wrap: anywhere; }
.quiet { color: var(--secondary); }
.verdict { padding: 8px 12px; border-radius: 5px; font-weight: 500; }
.counts { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; padding: 0; list-style: none; }
.counts li { border: 1px solid var(--border); border-radius: 4px; padding: 2px 10px; background: var(--panel); }
.breaks { color: var(--breaks); } .review { color: var(--review); }
.expected { color: var(--expected); } .noise { color: var(--noise); }
.verdict.breaks { background: var(--breaks-fill); color: var(--text); }
.verdict.review { background: var(--review-fill); color: var(--text); }
.verdict.expected { background: var(--expected-fill); color: var(--text); }
.verdict.noise { background: var(--noise-fill); color: var(--text); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 5px 8px; border-bottom: 1px solid var(--border);
         overflow-wrap: anywhere; }
th { font-weight: 500; font-size: 12px; color: var(--secondary); background: var(--panel); }
tbody.difference tr:first-child td { border-bottom: 0; }
td.why { color: var(--secondary); font-size: 13px; padding-top: 0; }
.sides { width: 100%; } .sides th { width: 40px; }
mark { color: inherit; border-radius: 2px; padding: 0 1px; }
mark.a { background: var(--a-fill); color: var(--a); } mark.b { background: var(--b-fill); color: var(--b); }
details { margin: 12px 0; } summary { cursor: pointer; }
footer { margin-top: 32px; border-top: 1px solid var(--border); padding-top: 8px; font-size: 12px;
         color: var(--secondary); }
@page { size: A4; margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  code, h3 { font-size: 8.5pt; }
  tbody { break-inside: avoid; } h2, h3 { break-after: avoid; }
  mark, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

} // namespace

std::string text(std::string_view text) {
    std::string out;
    for (const char c : display_text(text)) switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    return out;
}

std::string page_start(std::string_view title) {
    std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" "
                       "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>";
    page += text(title);
    page += "</title>\n<style>";
    page += style;
    page += "</style>\n</head>\n<body>\n";
    return page;
}

std::string_view page_end() {
    return "</body>\n</html>\n";
}

} // namespace nei::report::html
