// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/welcome_page.h"

#include "ui/window/welcome_parts.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr int most_width = 1176;
constexpr int two_columns_from = 980;
constexpr int column_gap = 28;
constexpr int part_gap = 16;
constexpr int drop_area_height = 300;
constexpr int low_drop_area_height = 212;

} // namespace

WelcomePage::WelcomePage(const Theme& theme, const Actions& actions, QWidget* parent)
    : QScrollArea(parent), drop_area_(make_drop_area(theme, actions)), promises_(make_promises(theme)),
      kinds_(make_kinds(theme)), keys_(make_keys(theme, actions)), columns_(new QHBoxLayout), left_(new QVBoxLayout),
      right_(new QVBoxLayout) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    makeLists(theme);
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("welcome"));
    auto* title = new QLabel(tr("Inspect a bundle"));
    title->setFont(theme.font(FontRole::page_title));
    columns_->addLayout(left_, 12);
    columns_->addLayout(right_, 11);
    auto* content = new QWidget;
    content->setMaximumWidth(most_width);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(part_gap);
    column->addWidget(title);
    column->addLayout(columns_);
    column->addWidget(keys_);
    column->addStretch();
    auto* around = new QHBoxLayout(page);
    around->setContentsMargins(24, 32, 24, 24);
    around->addStretch(1);
    around->addWidget(content, 1000); // all that is there, up to its most
    around->addStretch(1);
    for (QVBoxLayout* side : {left_, right_}) side->setSpacing(part_gap);
    arrange(true);
    setWidget(page);
    setRecent({});
    setExamples({});
    // As it is read, in one column and in two.
    QWidget* before = nullptr;
    for (QWidget* next :
         std::initializer_list<QWidget*>{drop_area_->findChildren<QPushButton*>().front(),
                                         drop_area_->findChildren<QPushButton*>().back(), clear_, recent_, examples_}) {
        if (before != nullptr) setTabOrder(before, next);
        before = next;
    }
}

void WelcomePage::makeLists(const Theme& theme) {
    recent_ = new TwoLineList(theme, tr("Recent"));
    examples_ = new TwoLineList(theme, tr("Examples"));
    no_recent_ = new QLabel(tr("What you open is listed here."));
    no_recent_->setForegroundRole(QPalette::PlaceholderText);
    no_recent_->setContentsMargins(14, 10, 14, 8);
    clear_ = new QToolButton;
    clear_->setObjectName(QStringLiteral("link"));
    clear_->setText(tr("Clear"));
    clear_->setToolTip(tr("Forget what was opened"));
    clear_->setFocusPolicy(Qt::TabFocus);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(recent_);
    column->addWidget(no_recent_);
    recent_box_ = make_box(theme, tr("Recent"), clear_, list);
    examples_box_ = make_box(theme, tr("Examples"), nullptr, examples_);
    connect(recent_, &TwoLineList::chosen, this, &WelcomePage::recentChosen);
    connect(examples_, &TwoLineList::chosen, this, &WelcomePage::exampleChosen);
    connect(clear_, &QToolButton::clicked, this, &WelcomePage::clearRecentWanted);
}

void WelcomePage::setRecent(std::vector<TwoLine> rows) {
    const bool any = !rows.empty();
    recent_->setRows(std::move(rows));
    recent_->setVisible(any);
    no_recent_->setVisible(!any);
    clear_->setVisible(any);
}

void WelcomePage::setExamples(std::vector<TwoLine> rows) {
    examples_box_->setVisible(!rows.empty());
    examples_->setRows(std::move(rows));
}

void WelcomePage::showKinds() {
    ensureWidgetVisible(kinds_);
}

void WelcomePage::arrange(bool two_columns) {
    two_columns_ = two_columns;
    drop_area_->setMinimumHeight(two_columns ? drop_area_height : low_drop_area_height);
    for (QVBoxLayout* side : {left_, right_})
        while (QLayoutItem* item = side->takeAt(0)) delete item;
    QVBoxLayout* lists = two_columns ? right_ : left_;
    left_->addWidget(drop_area_);
    left_->addWidget(promises_);
    lists->addWidget(recent_box_);
    lists->addWidget(examples_box_);
    left_->addWidget(kinds_);
    for (QVBoxLayout* side : {left_, right_}) side->addStretch();
    columns_->setStretchFactor(right_, two_columns ? 11 : 0);
    columns_->setSpacing(two_columns ? column_gap : 0);
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    const bool two_columns = viewport()->width() >= two_columns_from;
    if (two_columns != two_columns_) arrange(two_columns);
}

} // namespace nei::ui
