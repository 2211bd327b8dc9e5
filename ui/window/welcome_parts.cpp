// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/welcome_parts.h"

#include "ui/common/widgets.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int kind_row_height = 30;
constexpr int edge = 14;

QString tr(const char* text) {
    return QCoreApplication::translate("WelcomePage", text);
}

struct Kind {
    const char* icon;
    QString name;
    const char* examples;
    QString shows;
};

QPushButton* button_for(QAction* action, const QString& text, const QIcon& icon) {
    auto* button = new QPushButton(icon, text);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QLabel* quiet(const QString& text) {
    auto* label = new QLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QFrame* soft_line() {
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("softLine"));
    line->setFixedHeight(1);
    return line;
}

} // namespace

QWidget* make_drop_area(const Theme& theme, const Actions& actions) {
    auto* area = new QFrame;
    area->setObjectName(QStringLiteral("dropArea"));
    auto* title = new QLabel(tr("Drop an app, an archive or a profile here"));
    title->setFont(theme.font(FontRole::item_name));
    title->setWordWrap(true);
    QLabel* text = quiet(tr("NE Inspector shows what every piece of code in it claims, and what its profile allows."));
    text->setWordWrap(true);
    for (QLabel* label : {title, text}) label->setAlignment(Qt::AlignHCenter);
    QPushButton* file =
        button_for(actions[ActionId::open], tr("Open a file"), theme.icon(QStringLiteral("file"), Colour::on_accent));
    file->setDefault(true);
    QPushButton* folder =
        button_for(actions[ActionId::open_folder], tr("Open an app or a folder"), theme.icon(QStringLiteral("folder")));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(file);
    buttons->addWidget(folder);
    buttons->addStretch();
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(40, 16, 40, 16);
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(new IconLabel(theme, QStringLiteral("inspect"), Colour::accent, 28), 0, Qt::AlignHCenter);
    column->addSpacing(8);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(8);
    column->addLayout(buttons);
    column->addStretch();
    return area;
}

QWidget* make_promises(const Theme& theme) {
    auto* promises = new QWidget;
    auto* row = new QHBoxLayout(promises);
    row->setContentsMargins(4, 0, 0, 0);
    row->setSpacing(6);
    for (const QString& text :
         {tr("Nothing is executed"), tr("Nothing is changed"), tr("Nothing leaves this computer")}) {
        row->addWidget(new IconLabel(theme, QStringLiteral("ok"), Colour::ok, 14));
        row->addWidget(quiet(text));
        row->addSpacing(16);
    }
    row->addStretch();
    return promises;
}

QWidget* make_kinds(const Theme& theme) {
    const std::array<Kind, 5> kinds{{
        {"app", tr("App or provider"), ".app .appex .systemextension", tr("every code item in it")},
        {"folder", tr("Any folder"), "build products, .xcarchive", tr("every bundle in it")},
        {"archive", tr("Archive, package"), ".zip .ipa .tar .pkg", tr("nothing is unpacked")},
        {"executable", tr("Single binary"), "Mach-O, .dylib", tr("every slice")},
        {"profile", tr("Profile"), ".provisionprofile .mobileprovision", tr("what it allows")},
    }};
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->setColumnMinimumWidth(0, edge - 8);
    grid->setColumnMinimumWidth(5, edge - 8);
    grid->setColumnStretch(2, 3);
    grid->setColumnStretch(3, 5);
    grid->setColumnStretch(4, 3);
    int row = 0;
    for (const Kind& kind : kinds) {
        if (row > 0) grid->addWidget(soft_line(), row++, 0, 1, 6);
        auto* examples = quiet(QString::fromLatin1(kind.examples));
        examples->setFont(theme.font(FontRole::monospace));
        grid->addWidget(new IconLabel(theme, QString::fromLatin1(kind.icon), Colour::text_secondary, 16), row, 1);
        grid->addWidget(new QLabel(kind.name), row, 2);
        grid->addWidget(examples, row, 3);
        grid->addWidget(quiet(kind.shows), row, 4);
        grid->setRowMinimumHeight(row, kind_row_height - 1);
        ++row;
    }
    return make_box(theme, tr("What can I drop?"), nullptr, table);
}

QWidget* make_keys(const Theme& theme, const Actions& actions) {
    auto* keys = new QWidget;
    auto* row = new QHBoxLayout(keys);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    const std::array<std::pair<ActionId, QString>, 4> shown{{{ActionId::open, tr("Open")},
                                                             {ActionId::open_folder, tr("Open folder")},
                                                             {ActionId::preferences, tr("Preferences")},
                                                             {ActionId::quit, tr("Quit")}}};
    for (const auto& [id, text] : shown) {
        auto* cap = new QLabel(actions[id]->shortcut().toString(QKeySequence::NativeText));
        cap->setObjectName(QStringLiteral("keyCap"));
        auto* label = new QLabel(text);
        for (QLabel* part : {cap, label}) {
            part->setFont(theme.font(FontRole::small));
            part->setForegroundRole(QPalette::PlaceholderText);
            row->addWidget(part);
        }
        row->addSpacing(16);
    }
    row->addStretch();
    return keys;
}

QWidget* make_box(const Theme& theme, const QString& title, QWidget* at_right, QWidget* content) {
    auto* box = new QFrame;
    box->setObjectName(QStringLiteral("box"));
    auto* head = new QFrame;
    head->setObjectName(QStringLiteral("boxHead"));
    auto* label = new QLabel(title);
    label->setFont(theme.font(FontRole::body_strong));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(edge, 0, edge - 6, 0);
    row->addWidget(label);
    row->addStretch();
    if (at_right != nullptr) row->addWidget(at_right);
    head->setFixedHeight(kind_row_height);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(1, 1, 1, 4);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(content);
    return box;
}

} // namespace nei::ui
