// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <vector>

namespace nei::ui {

/// Puts items one after the other and starts a new line where the width ends.
class FlowLayout : public QLayout {
public:
    FlowLayout(int horizontal_gap, int vertical_gap, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    /// Places the items (only if `apply`) and returns the height that they take.
    int arrange(const QRect& rect, bool apply) const;

    std::vector<QLayoutItem*> items_;
    int horizontal_gap_, vertical_gap_;
};

} // namespace nei::ui
