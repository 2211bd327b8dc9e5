// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/welcome_page.h"

#include "ui/common/flow_layout.h"
#include "ui/common/widgets.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int column_width = 640;
constexpr int drop_area_height = 300;

struct Kind {
    const char *icon, *name, *examples, *shows;
};

QPushButton* button_for(QAction* action, const QString& text, const QIcon& icon) {
    auto* button = new QPushButton(icon, text);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

WelcomePage::WelcomePage(const Theme& theme, const Actions& actions, QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("welcome"));
    auto* title = new QLabel(tr("Inspect a bundle"));
    title->setFont(theme.font(FontRole::page_title));
    auto* column = new QVBoxLayout;
    column->setSpacing(16);
    column->addWidget(title);
    column->addWidget(makeDropArea(theme, actions));
    column->addWidget(makePromises(theme));
    column->addWidget(makeKinds(theme));
    column->addWidget(makeKeys(theme, actions));
    column->addStretch();
    auto* around = new QHBoxLayout(page);
    around->setContentsMargins(24, 32, 24, 24);
    around->addStretch(1);
    around->addLayout(column, 4);
    around->addStretch(1);
    setWidget(page);
}

QWidget* WelcomePage::makeDropArea(const Theme& theme, const Actions& actions) {
    auto* area = new QFrame;
    area->setObjectName(QStringLiteral("dropArea"));
    area->setMinimumSize(column_width, drop_area_height);
    auto* title = new QLabel(tr("Drop an app, an archive or a profile here"));
    title->setFont(theme.font(FontRole::item_name));
    auto* text =
        new QLabel(tr("NE Inspector shows what every piece of code in it claims, and what its profile allows."));
    text->setForegroundRole(QPalette::PlaceholderText);
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

QWidget* WelcomePage::makePromises(const Theme& theme) {
    auto* promises = new QWidget;
    auto* row = new QHBoxLayout(promises);
    row->setContentsMargins(4, 0, 0, 0);
    row->setSpacing(6);
    for (const QString& text :
         {tr("Nothing is executed"), tr("Nothing is changed"), tr("Nothing leaves this computer")}) {
        row->addWidget(new IconLabel(theme, QStringLiteral("ok"), Colour::ok, 14));
        auto* label = new QLabel(text);
        label->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(label);
        row->addSpacing(16);
    }
    row->addStretch();
    return promises;
}

QWidget* WelcomePage::makeKinds(const Theme& theme) {
    const std::array<Kind, 5> kinds{{
        {"app", QT_TR_NOOP("App or provider"), ".app .appex .systemextension", QT_TR_NOOP("every code item in it")},
        {"folder", QT_TR_NOOP("Any folder"), "build products, .xcarchive", QT_TR_NOOP("every bundle in it")},
        {"archive", QT_TR_NOOP("Archive"), ".zip .ipa .tar .pkg", QT_TR_NOOP("read in place")},
        {"executable", QT_TR_NOOP("Single binary"), "Mach-O, .dylib", QT_TR_NOOP("every slice")},
        {"profile", QT_TR_NOOP("Profile"), ".provisionprofile .mobileprovision", QT_TR_NOOP("what it allows")},
    }};
    auto* box = new QFrame;
    box->setObjectName(QStringLiteral("box"));
    auto* head = new QFrame;
    head->setObjectName(QStringLiteral("boxHead"));
    auto* title = new QLabel(tr("What can I drop?"));
    title->setFont(theme.font(FontRole::body_strong));
    auto* head_row = new QHBoxLayout(head);
    head_row->setContentsMargins(14, 6, 14, 6);
    head_row->addWidget(title);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(14, 8, 14, 10);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 5);
    grid->setColumnStretch(3, 3);
    int row = 0;
    for (const Kind& kind : kinds) {
        grid->addWidget(new IconLabel(theme, QString::fromLatin1(kind.icon), Colour::text_secondary, 16), row, 0);
        grid->addWidget(new QLabel(tr(kind.name)), row, 1);
        auto* examples = new QLabel(QString::fromLatin1(kind.examples));
        examples->setFont(theme.font(FontRole::monospace));
        examples->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(examples, row, 2);
        auto* shows = new QLabel(tr(kind.shows));
        shows->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(shows, row, 3);
        ++row;
    }
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(head);
    column->addLayout(grid);
    return box;
}

QWidget* WelcomePage::makeKeys(const Theme& theme, const Actions& actions) {
    auto* keys = new QWidget;
    auto* row = new QHBoxLayout(keys);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    const std::array<std::pair<ActionId, QString>, 3> shown{
        {{ActionId::open, tr("Open")}, {ActionId::open_folder, tr("Open folder")}, {ActionId::quit, tr("Quit")}}};
    for (const auto& [id, text] : shown) {
        auto* cap = new QLabel(actions[id]->shortcut().toString(QKeySequence::NativeText));
        cap->setObjectName(QStringLiteral("keyCap"));
        cap->setFont(theme.font(FontRole::small));
        auto* label = new QLabel(text);
        label->setFont(theme.font(FontRole::small));
        for (QLabel* part : {cap, label}) part->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(cap);
        row->addWidget(label);
        row->addSpacing(16);
    }
    row->addStretch();
    return keys;
}

} // namespace nei::ui
