// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QLabel>

#include <filesystem>
#include <vector>

class QMimeData;

namespace nei::ui {

/// What a drag over the window offers, told by names alone: a drag must not wait for a disk.
struct DropOffer {
    std::vector<std::filesystem::path> paths; ///< what would be opened
    QString sentence;                         ///< what a drop will do, or why nothing of it can be opened

    /// Not even something to explain: no file at all.
    bool isNothing() const { return sentence.isEmpty(); }
};
DropOffer drop_offer(const QMimeData& data);

/// Lies over a widget while something is dragged there, and says what a drop will do.
class DropHint : public QLabel {
    Q_OBJECT

public:
    /// `over` is the parent.
    DropHint(const Theme& theme, QWidget* over);

    void show(const DropOffer& offer);
};

} // namespace nei::ui
