// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/widgets.h"

#include "core/base/progress.h"
#include "core/base/text.h"
#include "ui/common/flow_layout.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nei::ui {
namespace {

constexpr int edge = 16;
constexpr int pane_head_height = 28;
constexpr int mark_size = 14;
constexpr int progress_steps = 1000;
/// Widths between which the values of a fact grid's columns have their say about the room.
constexpr int least_value_width = 60;
constexpr int most_value_width = 360;

/// Quieter text; its colour is the palette's placeholder role, so that it follows the theme.
void make_secondary(QLabel* label) {
    label->setForegroundRole(QPalette::PlaceholderText);
}

} // namespace

IconLabel::IconLabel(const Theme& theme, const QString& name, Colour colour, int size, QWidget* parent)
    : QLabel(parent), theme_(theme), name_(name), colour_(colour), size_(size) {
    setFixedSize(size, size);
    connect(&theme, &Theme::changed, this, &IconLabel::draw);
    draw();
}

void IconLabel::setIcon(const QString& name, Colour colour) {
    name_ = name;
    colour_ = colour;
    draw();
}

void IconLabel::draw() {
    if (name_.isEmpty())
        clear();
    else
        setPixmap(theme_.pixmap(name_, colour_, size_, devicePixelRatioF()));
}

MarkWord::MarkWord(const Theme& theme, Mark mark, const QString& word, QWidget* parent)
    : QWidget(parent), theme_(theme), mark_(mark), word_(fact_label(word)) {
    auto* icon = new IconLabel(theme, mark_icon(mark), mark_colour(mark), mark_size);
    icon->setToolTip(mark_word(mark));
    icon->setAccessibleName(mark_word(mark));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(icon);
    row->addWidget(word_);
    connect(&theme, &Theme::changed, this, &MarkWord::colour);
    colour();
}

void MarkWord::colour() {
    QPalette palette;
    palette.setColor(QPalette::WindowText, theme_.colour(mark_colour(mark_)));
    word_->setPalette(palette);
}

PaneHead::PaneHead(const Theme& theme, const QString& title, QWidget* parent)
    : QFrame(parent), icon_(new IconLabel(theme, {}, Colour::text_secondary, mark_size)), title_(new QLabel(title)),
      addition_(new ElidedLabel(Qt::ElideMiddle)), mark_(new IconLabel(theme, {}, Colour::text_secondary, mark_size)),
      state_(new QLabel) {
    setObjectName(QStringLiteral("paneHead"));
    setMinimumHeight(pane_head_height);
    QFont strong = theme.font(FontRole::small);
    strong.setWeight(QFont::DemiBold);
    title_->setFont(strong);
    title_->setTextFormat(Qt::PlainText);
    for (QLabel* label : {title_, static_cast<QLabel*>(addition_), state_})
        label->setMinimumWidth(1); // longer ones are cut
    title_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    state_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    for (QLabel* label : {static_cast<QLabel*>(addition_), state_}) {
        label->setTextFormat(Qt::PlainText);
        label->setFont(theme.font(FontRole::small));
        make_secondary(label);
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(icon_);
    row->addWidget(title_);
    row->addWidget(addition_, 1);
    row->addWidget(mark_);
    row->addWidget(state_);
    icon_->hide();
    mark_->hide();
}

void PaneHead::addAfterTitle(QWidget* widget) {
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->indexOf(title_) + 1, widget);
}

void PaneHead::setTitle(const QString& text) {
    title_->setText(text);
}

void PaneHead::setIcon(const QString& name) {
    icon_->setIcon(name, Colour::text_secondary);
    icon_->setVisible(!name.isEmpty());
}

void PaneHead::setAddition(const QString& text) {
    addition_->setWhole(text);
}

void PaneHead::setState(Mark mark, const QString& text) {
    mark_->setIcon(mark_icon(mark), mark_colour(mark));
    mark_->setAccessibleName(mark_word(mark));
    mark_->setVisible(mark != Mark::none);
    state_->setText(text);
}

void PaneHead::setTopLine() {
    setProperty("line", QStringLiteral("top"));
}

void PaneHead::addWidget(QWidget* widget) {
    static_cast<QHBoxLayout*>(layout())->addWidget(widget);
}

FactGrid::FactGrid(const Theme& theme, int columns, QWidget* parent)
    : QWidget(parent), theme_(theme), columns_(columns), grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(edge, 8, edge, 8);
    grid_->setHorizontalSpacing(12);
    grid_->setVerticalSpacing(4);
}

void FactGrid::setFacts(const std::vector<Fact>& facts) {
    facts_ = facts;
    build();
}

void FactGrid::setColumns(int columns) {
    if (columns == columns_) return;
    columns_ = columns;
    build();
}

void FactGrid::build() {
    while (QLayoutItem* item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const int used = grid_->columnCount(); // asked once: setting a stretch adds columns
    for (int column = 0; column < used; ++column) grid_->setColumnStretch(column, 0);
    std::vector<int> wanted(static_cast<std::size_t>(columns_), least_value_width);
    for (std::size_t i = 0; i < facts_.size(); ++i) {
        const Fact& fact = facts_[i];
        const int row = static_cast<int>(i) / columns_;
        const int column = static_cast<int>(i) % columns_ * 2;
        auto* label = new QLabel(fact.label);
        make_secondary(label);
        grid_->addWidget(label, row, column, Qt::AlignTop);
        grid_->addWidget(valueOf(fact), row, column + 1, Qt::AlignTop);
        int& width = wanted[i % wanted.size()];
        width = std::max(width, wantedWidth(fact));
    }
    // Columns share the room by what they have to say.
    for (int column = 0; column < columns_; ++column)
        grid_->setColumnStretch(2 * column + 1, wanted[static_cast<std::size_t>(column)]);
}

int FactGrid::wantedWidth(const Fact& fact) const {
    const QFontMetrics metrics(theme_.font(fact.monospace ? FontRole::monospace : FontRole::body));
    int width = metrics.horizontalAdvance(fact.value);
    if (fact.mark != Mark::none) width += mark_size + 8;
    if (!fact.verdict.isEmpty()) width += QFontMetrics(theme_.font(FontRole::body)).horizontalAdvance(fact.verdict) + 8;
    return std::min(width, most_value_width);
}

QWidget* FactGrid::valueOf(const Fact& fact) const {
    if (!fact.verdict.isEmpty()) {
        // The value is cut where it is too long, so that the verdict stays beside it or below it.
        auto* value = new ElidedLabel(Qt::ElideMiddle);
        if (fact.monospace) value->setFont(theme_.font(FontRole::monospace));
        value->setMore(fact.whole);
        value->setWhole(fact.value);
        value->setAccessibleName(fact.label);
        auto* holder = new QWidget;
        auto* flow = new FlowLayout(8, 0, holder);
        flow->setContentsMargins(0, 0, 0, 0);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        holder->setSizePolicy(policy);
        flow->addWidget(value);
        flow->addWidget(new MarkWord(theme_, fact.mark, fact.verdict));
        return holder;
    }
    QLabel* value = fact_label(fact.value);
    value->setWordWrap(true);
    value->setMinimumWidth(1); // a word may be longer than the window is wide
    value->setAccessibleName(fact.label);
    if (fact.monospace) value->setFont(theme_.font(FontRole::monospace));
    if (!fact.whole.isEmpty()) value->setToolTip(plain_tooltip(fact.whole));
    if (fact.mark == Mark::none) return value;
    auto* holder = new QWidget;
    auto* line = new QHBoxLayout(holder);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    auto* mark = new IconLabel(theme_, mark_icon(fact.mark), mark_colour(fact.mark), mark_size);
    mark->setToolTip(mark_word(fact.mark));
    mark->setAccessibleName(mark_word(fact.mark));
    line->addWidget(mark, 0, Qt::AlignTop);
    line->addWidget(value, 1);
    return holder;
}

MessagePane::MessagePane(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), icon_(new IconLabel(theme, {}, Colour::text_secondary, 24)), title_(new QLabel),
      sentence_(fact_label({})), buttons_(new QHBoxLayout) {
    title_->setTextFormat(Qt::PlainText);
    title_->setFont(theme.font(FontRole::body_strong));
    title_->setAlignment(Qt::AlignHCenter);
    title_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignHCenter);
    sentence_->setWordWrap(true);
    for (QLabel* label : {title_, sentence_}) label->setMinimumWidth(1); // a word may be longer than the window is wide
    make_secondary(sentence_);
    buttons_->setSpacing(8);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(icon_, 0, Qt::AlignHCenter);
    column->addWidget(title_);
    column->addWidget(sentence_);
    column->addLayout(buttons_);
    column->addStretch(3);
}

void MessagePane::setMessage(const QString& icon, Colour colour, const QString& title, const QString& sentence) {
    icon_->setIcon(icon, colour);
    icon_->setAccessibleName(title);
    title_->setText(title);
    sentence_->setText(sentence);
    sentence_->setVisible(!sentence.isEmpty());
}

QVBoxLayout* tight_column(QWidget* widget) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

QPushButton* small_button(const QString& text) {
    auto* button = new QPushButton(text);
    button->setProperty("small", true);
    button->setAutoDefault(false);
    return button;
}

QLineEdit* icon_field(const Theme& theme, const QString& icon, const QString& placeholder, const QString& name) {
    auto* field = new QLineEdit;
    field->addAction(theme.icon(icon), QLineEdit::LeadingPosition);
    field->setPlaceholderText(placeholder);
    field->setClearButtonEnabled(true);
    field->setAccessibleName(name);
    // The buttons in it are Qt's own; screen readers meet them all the same.
    for (QToolButton* button : field->findChildren<QToolButton*>()) {
        const QAction* action = button->defaultAction();
        const bool clears = action != nullptr && action->objectName().contains(QLatin1String("clear"));
        button->setAccessibleName(clears ? QCoreApplication::translate("Field", "Clear") : name);
    }
    return field;
}

QPushButton* MessagePane::addButton(const QString& text) {
    if (buttons_->count() == 0) {
        buttons_->addStretch();
        buttons_->addStretch();
    }
    auto* button = new QPushButton(text);
    buttons_->insertWidget(buttons_->count() - 1, button);
    return button;
}

void MessagePane::clearButtons() {
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        if (QWidget* button = item->widget()) {
            button->hide();
            button->deleteLater(); // it may be the one that was just clicked
        }
        delete item;
    }
}

TextBox::TextBox(const QFont& font, int least_lines, int most_lines, const QString& name, QWidget* parent)
    : QPlainTextEdit(parent), least_lines_(least_lines), most_lines_(most_lines) {
    setFont(font);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setAccessibleName(name);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fit();
}

void TextBox::setText(const QString& text) {
    setPlainText(text);
    fit();
}

void TextBox::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void TextBox::fit() {
    int lines = 0;
    QTextBlock block = document()->begin();
    for (; block.isValid() && lines <= most_lines_; block = block.next()) {
        blockBoundingRect(block); // lays the block out, so that its lines are counted
        lines += std::max(block.layout()->lineCount(), 1);
    }
    setVerticalScrollBarPolicy(lines > most_lines_ ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    // Frame and the style sheet's padding and border are the contents margins; a pixel or two more never hurts, one
    // too few would scroll the last line away.
    const QMargins frame = contentsMargins();
    const int margins = 2 * static_cast<int>(document()->documentMargin()) + frame.top() + frame.bottom() + 2;
    setFixedHeight(std::clamp(lines, least_lines_, most_lines_) * fontMetrics().lineSpacing() + margins);
}

ProgressStrip::ProgressStrip(QWidget* parent) : QFrame(parent), text_(new QLabel), bar_(new QProgressBar) {
    setObjectName(QStringLiteral("strip"));
    text_->setTextFormat(Qt::PlainText);
    text_->setMinimumWidth(1);
    text_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    bar_->setTextVisible(false);
    bar_->setFixedSize(220, 6);
    bar_->setAccessibleName(tr("Progress"));
    QPushButton* cancel = small_button(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelJob"));
    connect(cancel, &QPushButton::clicked, this, &ProgressStrip::cancelled);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(12);
    row->addWidget(text_);
    row->addWidget(bar_);
    row->addStretch();
    row->addWidget(cancel);
}

void ProgressStrip::setProgress(const QString& file, const Progress& progress) {
    const QString doing = progress.doing.empty() ? tr("Reading") : shown(progress.doing);
    QString text = file + QStringLiteral(": ") + doing;
    if (const std::string count = progress.count(); !count.empty()) text += QStringLiteral(", ") + from_utf8(count);
    if (progress.total > 0) {
        bar_->setRange(0, progress_steps);
        const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        bar_->setValue(static_cast<int>(std::clamp(share, 0.0, 1.0) * progress_steps));
    } else {
        bar_->setRange(0, 0);
    }
    text_->setText(text);
}

} // namespace nei::ui
