// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/finding.h"
#include "ui/inspect/view_page.h"

#include <QTextBrowser>

namespace nei::ui {

/// One finding in full: title, rule, what it follows from, why, what to do, facts, sources. One text, so that all of it
/// can be selected; it is put together piece by piece and never read as markup.
class FindingDetail : public QTextBrowser {
    Q_OBJECT

public:
    explicit FindingDetail(const ViewServices& services, QWidget* parent = nullptr);

    void setFinding(const rules::Finding& finding);
    QString title() const { return title_; }

private:
    const Theme& theme_;
    QString title_;
};

} // namespace nei::ui
