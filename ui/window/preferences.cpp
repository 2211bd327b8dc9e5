// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/preferences.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int least_width = 440;
constexpr int indent = 6;

QLabel* quiet(const QString& text, const Theme& theme) {
    auto* label = new QLabel(text);
    label->setFont(theme.font(FontRole::small));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    return label;
}

/// A row of exclusive choices; `choose` takes the index of the one that was clicked.
template <class Choose>
QWidget* choices(const QString& name, const std::array<QString, 3>& words, int chosen, Choose choose) {
    auto* row = new QWidget;
    row->setAccessibleName(name);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto* group = new QButtonGroup(row);
    for (int i = 0; i < 3; ++i) {
        auto* button = new QRadioButton(words[static_cast<std::size_t>(i)]);
        button->setAccessibleName(
            QStringLiteral("%1: %2").arg(name, QString(words[static_cast<std::size_t>(i)]).remove(u'&')));
        button->setChecked(i == chosen);
        group->addButton(button, i);
        layout->addWidget(button);
    }
    layout->addStretch();
    QObject::connect(group, &QButtonGroup::idClicked, row, choose);
    return row;
}

} // namespace

Preferences::Preferences(const Theme& theme, Settings& settings, RecentFiles& recent, QWidget* parent)
    : QDialog(parent), settings_(settings), recent_(recent), column_(new QVBoxLayout(this)) {
    setWindowTitle(tr("Preferences"));
    setObjectName(QStringLiteral("preferences"));
    setMinimumWidth(least_width);
    column_->setContentsMargins(16, 16, 16, 16);
    column_->setSpacing(8);
    addAppearance(theme);
    addRecent(theme);
    addReading(theme);
    column_->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column_->addWidget(buttons);
}

QVBoxLayout* Preferences::addGroup(const Theme& theme, const QString& title) {
    auto* heading = new QLabel(title);
    heading->setFont(theme.font(FontRole::body_strong));
    column_->addWidget(heading);
    auto* group = new QVBoxLayout;
    group->setContentsMargins(indent, 0, 0, 12);
    group->setSpacing(6);
    column_->addLayout(group);
    return group;
}

void Preferences::addAppearance(const Theme& theme) {
    QVBoxLayout* group = addGroup(theme, tr("Appearance"));
    group->addWidget(quiet(tr("Colours"), theme));
    group->addWidget(choices(tr("Colours"), {tr("As the &system"), tr("&Light"), tr("&Dark")},
                             static_cast<int>(settings_.themeChoice()),
                             [this](int id) { settings_.setThemeChoice(static_cast<ThemeChoice>(id)); }));
    group->addWidget(quiet(tr("Contrast"), theme));
    group->addWidget(choices(tr("Contrast"), {tr("As the s&ystem"), tr("S&tandard"), tr("&High")},
                             static_cast<int>(settings_.contrastChoice()),
                             [this](int id) { settings_.setContrastChoice(static_cast<ContrastChoice>(id)); }));
}

void Preferences::addRecent(const Theme& theme) {
    QVBoxLayout* group = addGroup(theme, tr("Recent"));
    auto* keep = new QCheckBox(tr("&Remember what was opened"));
    keep->setObjectName(QStringLiteral("keepRecent"));
    keep->setChecked(settings_.keepsRecent());
    auto* clear = new QPushButton(tr("&Clear the list"));
    clear->setObjectName(QStringLiteral("clearRecent"));
    clear->setAutoDefault(false);
    const auto show_clear = [this, clear] { clear->setEnabled(!recent_.all().empty()); };
    show_clear();
    connect(keep, &QCheckBox::toggled, this, [this](bool on) { settings_.setKeepsRecent(on); });
    connect(clear, &QPushButton::clicked, &recent_, &RecentFiles::clear);
    connect(&recent_, &RecentFiles::changed, clear, show_clear);
    auto* row = new QHBoxLayout;
    row->addWidget(keep);
    row->addStretch();
    row->addWidget(clear);
    group->addLayout(row);
    group->addWidget(quiet(tr("Paths, names and versions, on this computer only."), theme));
}

void Preferences::addReading(const Theme& theme) {
    QVBoxLayout* group = addGroup(theme, tr("Reading"));
    auto* again = new QCheckBox(tr("Read &again when the file changes"));
    again->setObjectName(QStringLiteral("readAgain"));
    again->setChecked(settings_.readsAgain());
    connect(again, &QCheckBox::toggled, this, [this](bool on) { settings_.setReadsAgain(on); });
    group->addWidget(again);
}

} // namespace nei::ui
