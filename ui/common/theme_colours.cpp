// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nei::ui {
namespace {

struct ColourPair {
    const char* name;
    QRgb light, dark;
};

// Every text and mark colour has a contrast of at least 4.5 to 1 with every background it stands on, in both palettes;
// edges of fields 3 to 1 (WCAG 2). Order as in enum Colour.
constexpr std::array<ColourPair, colour_count> colours{{
    {"window", 0xffeef0f3, 0xff25282d},
    {"panel", 0xfff6f7f9, 0xff1f2226},
    {"surface", 0xffffffff, 0xff191b1e},
    {"border", 0xffd2d6dc, 0xff3b4047},
    {"border-soft", 0xffe7e9ed, 0xff2b2f34},
    {"border-field", 0xff828a95, 0xff78808b},
    {"button", 0xffffffff, 0xff2f3338},
    {"hover", 0xfff0f3f7, 0xff24282d},
    {"text", 0xff1a1d21, 0xffe4e7eb},
    {"text-secondary", 0xff57606b, 0xffabb3be},
    {"text-disabled", 0xff8f97a1, 0xff6c747f},
    {"accent", 0xff1d5dbb, 0xff82b4ff},
    {"accent-fill", 0xff1d5dbb, 0xff2c68c4},
    {"on-accent", 0xffffffff, 0xffffffff},
    {"selection", 0xffd5e4fa, 0xff2b4368},
    {"selection-idle", 0xffe3e6eb, 0xff343940},
    {"blocker", 0xff98121c, 0xffff8f86},
    {"blocker-fill", 0xfffaecec, 0xff3a2221},
    {"warning", 0xff7a5a00, 0xfff2c45c},
    {"warning-fill", 0xfffbf4df, 0xff332b17},
    {"note", 0xff35567f, 0xffa3c0e8},
    {"note-fill", 0xffebf1f8, 0xff232d3a},
    {"ok", 0xff0c6a62, 0xff7ee0d0},
    {"ok-fill", 0xffe6f3f1, 0xff173230},
    {"unknown", 0xff5f5a6e, 0xffb6b1c4},
    {"unknown-fill", 0xfff0eff3, 0xff2c2a32},
}};

/// The colour that takes its place with high contrast.
Colour with_high_contrast(Colour colour) {
    switch (colour) {
    case Colour::border:
    case Colour::border_soft: return Colour::border_field;
    case Colour::blocker_fill:
    case Colour::warning_fill:
    case Colour::note_fill:
    case Colour::ok_fill:
    case Colour::unknown_fill: return Colour::surface;
    default: return colour;
    }
}

double luminance(const QColor& colour) {
    const auto linear = [](float channel) {
        return channel <= 0.03928f ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

QString colour_name(Colour colour) {
    return QString::fromLatin1(colours[static_cast<std::size_t>(colour)].name);
}

QColor palette_colour(Colour colour, PaletteKind kind) {
    const ColourPair& pair =
        colours[static_cast<std::size_t>(kind.high_contrast ? with_high_contrast(colour) : colour)];
    return QColor::fromRgb(kind.dark ? pair.dark : pair.light);
}

double contrast_ratio(const QColor& a, const QColor& b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace nei::ui
