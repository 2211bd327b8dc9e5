// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace nei::ui {

/// One line of text that may be longer than its place: then it is cut, with the whole of it in the tooltip and in what
/// is copied. The text may come from a bundle; it is shown letter by letter.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr);

    void setWhole(const QString& text);
    const QString& whole() const { return whole_; }
    bool isElided() const { return text() != whole_; }
    /// What copying gives: the selected part, of a text that is cut the whole of it.
    QString copied() const;
    /// The tooltip where it says more than the text does; empty: the text itself where it is cut.
    void setMore(const QString& tooltip);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void fit();

    Qt::TextElideMode mode_;
    QString whole_, more_;
};

} // namespace nei::ui
