// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/mark.h"

#include <QLabel>
#include <QWidget>

#include <vector>

class QToolButton;

namespace nei::ui {

/// A fact in two or three words.
struct ChipText {
    QString text{};
    Mark mark = Mark::none;
    QString tooltip{}; ///< empty: none
};

/// One fact in a box, with its mark.
class Chip : public QLabel {
    Q_OBJECT

public:
    Chip(const Theme& theme, const ChipText& text, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;
    Mark mark_;
};

/// Chips that wrap; in a narrow window one line of them, and a button that lists the rest.
class ChipBar : public QWidget {
    Q_OBJECT

public:
    explicit ChipBar(const Theme& theme, QWidget* parent = nullptr);

    void setChips(const std::vector<ChipText>& chips);
    void setSingleLine(bool single);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    const Theme& theme_;
    std::vector<Chip*> chips_;
    QToolButton* more_;
    bool single_line_ = false;
};

} // namespace nei::ui
