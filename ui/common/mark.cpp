// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/mark.h"

#include <QCoreApplication>

namespace nei::ui {

QString mark_icon(Mark mark) {
    switch (mark) {
    case Mark::none: return {};
    case Mark::blocker: return QStringLiteral("blocker");
    case Mark::warning: return QStringLiteral("warning");
    case Mark::note: return QStringLiteral("note");
    case Mark::ok: return QStringLiteral("ok");
    case Mark::unknown: return QStringLiteral("unknown");
    case Mark::running: return QStringLiteral("running");
    }
    return {};
}

Colour mark_colour(Mark mark) {
    switch (mark) {
    case Mark::blocker: return Colour::blocker;
    case Mark::warning: return Colour::warning;
    case Mark::note: return Colour::note;
    case Mark::ok: return Colour::ok;
    case Mark::unknown: return Colour::unknown;
    case Mark::none:
    case Mark::running: break;
    }
    return Colour::text_secondary;
}

QString mark_word(Mark mark) {
    const auto word = [](const char* text) { return QCoreApplication::translate("Mark", text); };
    switch (mark) {
    case Mark::none: return {};
    case Mark::blocker: return word("Blocker");
    case Mark::warning: return word("Warning");
    case Mark::note: return word("Note");
    case Mark::ok: return word("OK");
    case Mark::unknown: return word("Not known");
    case Mark::running: return word("In progress");
    }
    return {};
}

} // namespace nei::ui
