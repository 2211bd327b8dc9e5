// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/document.h"
#include "ui/common/recent.h"

namespace nei::ui {

/// Name of the icon that stands for a document: what it is, or what happens to it.
QString document_icon(const Document& document);

/// "Not checked: revocation, ...": of what was judged.
QString not_checked_words(const Document& document);

/// "10 code items, 20 slices, 214 files"; of an example, what it is first.
QString document_summary(const bundle::Bundle& bundle);

/// Its row in the list of what was opened. The document has been read.
RecentFile recent_file(const Document& document, const QDateTime& now);

} // namespace nei::ui
