// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// The sentence that says why the signature of a slice could not be read; "" where no problem names it.
QString unreadable_reason(const bundle::Bundle& bundle, const bundle::CodeItem& item, std::size_t slice);

/// In place of the details of a signature that could not be read: why, what can be done, which other slices there are.
class UnreadableSignature : public QWidget {
    Q_OBJECT

public:
    explicit UnreadableSignature(const Theme& theme, QWidget* parent = nullptr);

    void setSlice(const bundle::Bundle& bundle, const bundle::CodeItem& item, std::size_t slice);
    /// What is copied for whoever can help. Names no folder of this computer.
    QString details() const { return details_; }

private:
    QLabel *title_, *reason_, *advice_;
    MessagePane* below_;
    QString details_;
};

} // namespace nei::ui
