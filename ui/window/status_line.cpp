// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include "core/base/text.h"
#include "ui/common/document.h"
#include "ui/common/mark.h"
#include "ui/common/text.h"
#include "ui/window/document_words.h"

#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace nei::ui {
namespace {

bool is_read(const Document* document) {
    return document != nullptr && document->bundle() != nullptr && !document->bundle()->structure_only;
}

} // namespace

StatusLine::StatusLine(const Theme& theme, const Actions& actions, QWidget* parent)
    : QStatusBar(parent), theme_(theme), summary_(new QLabel), not_checked_(new QLabel), problems_(new QToolButton) {
    problems_->setObjectName(QStringLiteral("quiet"));
    problems_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    problems_->setIconSize({14, 14});
    problems_->setToolTip(tr("Show what could not be read"));
    problems_->setFont(theme.font(FontRole::small));
    connect(problems_, &QToolButton::clicked, actions[ActionId::problems], &QAction::trigger);
    for (QLabel* label : {summary_, not_checked_}) {
        label->setTextFormat(Qt::PlainText);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFont(theme.font(FontRole::small));
        label->setContentsMargins(6, 0, 6, 0);
    }
    setSizeGripEnabled(false);
    addWidget(summary_);
    addWidget(problems_);
    addPermanentWidget(not_checked_);
}

void StatusLine::show(const Document* document) {
    showProblems(document);
    if (document == nullptr) {
        summary_->setText(tr("No document open"));
        not_checked_->setText(QStringLiteral("NE Inspector " NEI_VERSION));
    } else if (!is_read(document)) {
        summary_->setText(document->state() == Document::State::loading ? tr("Reading") : tr("Nothing read"));
        not_checked_->clear();
    } else {
        QString summary = document_summary(*document->bundle());
        if (document->checking() == Checking::running) summary += tr(", checking");
        summary_->setText(summary);
        const QString left = not_checked_words(*document);
        not_checked_->setText(left);
        not_checked_->setToolTip(plain_tooltip(left));
    }
}

void StatusLine::showProblems(const Document* document) {
    const std::size_t count = is_read(document) ? document->bundle()->problems.size() : 0;
    problems_->setVisible(count > 0);
    if (count == 0) return;
    const bool unread = std::ranges::any_of(document->bundle()->problems, [](const Problem& problem) {
        return problem.severity == ProblemSeverity::error;
    });
    const Mark mark = unread ? Mark::unknown : Mark::warning;
    problems_->setIcon(theme_.icon(mark_icon(mark), mark_colour(mark)));
    problems_->setText(from_utf8(counted(count, "problem", "problems")));
}

} // namespace nei::ui
