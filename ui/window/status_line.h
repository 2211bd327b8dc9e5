// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"

#include <QStatusBar>

class QLabel;
class QToolButton;

namespace nei::ui {

class Document;

/// The line below: what was read, what could not be read, and at the right what was not checked.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    StatusLine(const Theme& theme, const Actions& actions, QWidget* parent = nullptr);

    /// Null: no document is open.
    void show(const Document* document);

private:
    void showProblems(const Document* document);

    const Theme& theme_;
    QLabel *summary_, *not_checked_;
    QToolButton* problems_;
};

} // namespace nei::ui
