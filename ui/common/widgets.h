// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/elided_label.h"
#include "ui/common/mark.h"

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>

#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace nei {
struct Progress;
}

namespace nei::ui {

/// An icon of the theme in a label; it follows the theme's colours.
class IconLabel : public QLabel {
    Q_OBJECT

public:
    IconLabel(const Theme& theme, const QString& name, Colour colour, int size, QWidget* parent = nullptr);
    void setIcon(const QString& name, Colour colour);

private:
    void draw();

    const Theme& theme_;
    QString name_;
    Colour colour_;
    int size_;
};

/// A mark with a word in its colour: "✓ matches".
class MarkWord : public QWidget {
    Q_OBJECT

public:
    MarkWord(const Theme& theme, Mark mark, const QString& word, QWidget* parent = nullptr);

private:
    void colour();

    const Theme& theme_;
    Mark mark_;
    QLabel* word_;
};

/// The 28 px line above a part of a view: title, a quieter addition, at the right a mark in words.
class PaneHead : public QFrame {
    Q_OBJECT

public:
    PaneHead(const Theme& theme, const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& text);
    /// Before the title.
    void setIcon(const QString& name);
    /// Cut in its middle where there is no room for all of it.
    void setAddition(const QString& text);
    void setState(Mark mark, const QString& text);
    /// Line above it too, where it does not follow another line.
    void setTopLine();
    /// At its right end.
    void addWidget(QWidget* widget);
    void addAfterTitle(QWidget* widget);

private:
    IconLabel* icon_;
    QLabel* title_;
    ElidedLabel* addition_;
    IconLabel* mark_;
    QLabel* state_;
};

struct Fact {
    QString label{}, value{};
    bool monospace = false;
    Mark mark = Mark::none; ///< before the value, or before `verdict` where there is one
    QString whole{};        ///< tooltip, where the value is shortened
    QString verdict{};      ///< after the value, what the mark says of it: "matches"
};

/// Labels and values in columns, values selectable.
class FactGrid : public QWidget {
    Q_OBJECT

public:
    /// `columns`: pairs of label and value beside each other.
    FactGrid(const Theme& theme, int columns, QWidget* parent = nullptr);
    void setFacts(const std::vector<Fact>& facts);
    void setColumns(int columns);

private:
    void build();
    int wantedWidth(const Fact& fact) const;
    QWidget* valueOf(const Fact& fact) const;

    const Theme& theme_;
    int columns_;
    std::vector<Fact> facts_;
    QGridLayout* grid_;
};

/// A column for what stands edge to edge.
QVBoxLayout* tight_column(QWidget* widget);

/// The 24 px button of pane heads and view corners.
QPushButton* small_button(const QString& text);

/// A line edit with an icon before its text and a button that clears it. `name` is the accessible name.
QLineEdit* icon_field(const Theme& theme, const QString& icon, const QString& placeholder, const QString& name);

/// In place of what is missing: icon, what it is, why, and perhaps a button.
class MessagePane : public QWidget {
    Q_OBJECT

public:
    explicit MessagePane(const Theme& theme, QWidget* parent = nullptr);
    /// The texts may come from a bundle; they are shown letter by letter.
    void setMessage(const QString& icon, Colour colour, const QString& title, const QString& sentence);
    /// Replaces the buttons; the caller connects them.
    QPushButton* addButton(const QString& text);
    void clearButtons();
    QString sentence() const { return sentence_->text(); }

private:
    const Theme& theme_;
    IconLabel* icon_;
    QLabel* title_;
    QLabel* sentence_;
    QHBoxLayout* buttons_;
};

/// Read-only text that can be selected and copied; as high as its text, within bounds.
class TextBox : public QPlainTextEdit {
    Q_OBJECT

public:
    TextBox(const QFont& font, int least_lines, int most_lines, const QString& name, QWidget* parent = nullptr);
    void setText(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    int least_lines_, most_lines_;
};

/// What runs, how far it is, and a way to stop it.
class ProgressStrip : public QFrame {
    Q_OBJECT

public:
    explicit ProgressStrip(QWidget* parent = nullptr);
    void setProgress(const QString& file, const Progress& progress);

Q_SIGNALS:
    void cancelled();

private:
    QLabel* text_;
    QProgressBar* bar_;
};

} // namespace nei::ui
