// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

#include <string_view>

class QLabel;

namespace nei::ui {

/// Text from a bundle as the window may show it: display_text, converted.
QString shown(std::string_view text, bool keep_lines = false);

/// Our own UTF-8 text.
QString from_utf8(std::string_view text);

/// "5448105b…5b28702": first eight, last four digits of a long hash.
QString short_hash(const QString& hex);

/// A tooltip that Qt shows letter by letter, whatever markup the text contains.
QString plain_tooltip(const QString& text);

/// A label or menu text in which '&' is an ampersand, not a shortcut.
QString without_mnemonic(QString text);

/// "2026-11-20"; the date alone, in UTC.
QString date_text(Timestamp moment);

/// A label for text that may come from a bundle: plain text that mouse and keyboard can select.
QLabel* fact_label(const QString& text);

} // namespace nei::ui
