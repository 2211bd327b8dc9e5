// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"
#include "ui/common/two_line_list.h"

#include <QScrollArea>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace nei::ui {

/// What the window shows while nothing is open: where to drop, what can be dropped, what was opened lately, examples,
/// the first keys. Two columns, in a narrow window one.
class WelcomePage : public QScrollArea {
    Q_OBJECT

public:
    WelcomePage(const Theme& theme, const Actions& actions, QWidget* parent = nullptr);

    /// The key of a row is what `recentChosen` gives back.
    void setRecent(std::vector<TwoLine> rows);
    void setExamples(std::vector<TwoLine> rows);
    /// Scrolls to what can be dropped.
    void showKinds();

    TwoLineList* recent() const { return recent_; }
    TwoLineList* examples() const { return examples_; }
    QToolButton* clearButton() const { return clear_; }

Q_SIGNALS:
    void recentChosen(const QVariant& key);
    void exampleChosen(const QVariant& key);
    void clearRecentWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeLists(const Theme& theme);
    void arrange(bool two_columns);

    QWidget *drop_area_, *promises_, *kinds_, *recent_box_ = nullptr, *examples_box_ = nullptr, *keys_;
    TwoLineList *recent_ = nullptr, *examples_ = nullptr;
    QLabel* no_recent_ = nullptr;
    QToolButton* clear_ = nullptr;
    QHBoxLayout* columns_;
    QVBoxLayout *left_, *right_;
    bool two_columns_ = true;
};

} // namespace nei::ui
