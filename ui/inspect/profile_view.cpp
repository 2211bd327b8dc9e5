// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/profile_view.h"

#include "core/base/text.h"
#include "core/plist/property_list.h"
#include "ui/common/text.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>

namespace nei::ui {
namespace {

constexpr int most_allowed_rows = 24;
constexpr int most_certificate_rows = 6;
constexpr int most_device_rows = 10;
/// Below this width the tables stand one above the other.
constexpr int two_columns_from = 860;
/// Longer text would hold up the window while it is laid out.
constexpr std::size_t most_text = 200'000;

QString count_words(int number, const char* one, const char* many) {
    return from_utf8(counted(static_cast<unsigned long long>(number), one, many));
}

} // namespace

ProfileView::ProfileView(const Theme& theme, QWidget* parent)
    : QWidget(parent), head_(new PaneHead(theme, tr("Profile"))), as_xml_(small_button(tr("Show as XML"))),
      back_(small_button({})), stack_(new QStackedWidget), facts_(new FactGrid(theme, 3)),
      allowed_head_(new PaneHead(theme, tr("Allowed entitlements"))),
      certificates_head_(new PaneHead(theme, tr("Certificates that may sign"))),
      devices_head_(new PaneHead(theme, tr("Devices"))),
      allowed_model_(new TreeModel({tr("Key"), tr("Allowed value")}, this)),
      certificates_model_(new TreeModel(profile_certificate_columns(), this)),
      devices_model_(new TreeModel({tr("UDID")}, this)),
      allowed_(new TablePane(theme, allowed_model_, TreeView::Style::table, tr("Allowed entitlements"),
                             TablePane::Filter::always)),
      devices_(new TablePane(theme, devices_model_, TreeView::Style::table, tr("Devices"), TablePane::Filter::always)),
      certificates_(new TreeView(theme, certificates_model_, TreeView::Style::table, tr("Certificates that may sign"))),
      meaning_(fact_label({})), xml_(new QPlainTextEdit) {
    head_->setIcon(QStringLiteral("profile"));
    head_->addWidget(as_xml_);
    head_->addWidget(back_);
    back_->hide();
    back_->setObjectName(QStringLiteral("backFromProfile"));
    as_xml_->setObjectName(QStringLiteral("profileAsXml"));
    as_xml_->setCheckable(true);
    xml_->setReadOnly(true);
    xml_->setFrameShape(QFrame::NoFrame);
    xml_->setFont(theme.font(FontRole::monospace));
    xml_->setTabChangesFocus(true);
    xml_->setAccessibleName(tr("Profile as XML"));
    xml_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(makeBody(theme));
    stack_->addWidget(scroll);
    stack_->addWidget(xml_);
    QVBoxLayout* column = tight_column(this);
    column->addWidget(head_);
    column->addWidget(stack_, 1);
    connect(as_xml_, &QPushButton::toggled, this, &ProfileView::showXml);
    connect(back_, &QPushButton::clicked, this, &ProfileView::backWanted);
    connect(table(), &TreeView::currentChangedTo, this, &ProfileView::showMeaning);
}

QWidget* ProfileView::makeBody(const Theme& theme) {
    table()->setColumnShares({56, 44});
    table()->fitHeight(most_allowed_rows);
    meaning_->setWordWrap(true);
    meaning_->setContentsMargins(16, 6, 16, 8);
    meaning_->setForegroundRole(QPalette::PlaceholderText);
    meaning_->setFont(theme.font(FontRole::small));
    certificates_->setRootIsDecorated(false);
    certificates_->setColumnShares({43, 37, 20});
    certificates_->fitHeight(most_certificate_rows);
    devices()->setRootIsDecorated(false);
    devices()->fitHeight(most_device_rows);
    for (TablePane* pane : {allowed_, devices_}) pane->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    for (PaneHead* head : {allowed_head_, certificates_head_, devices_head_}) head->setTopLine();
    auto* left = new QFrame;
    QVBoxLayout* left_column = tight_column(left);
    left_column->addWidget(allowed_head_);
    left_column->addWidget(allowed_);
    left_column->addWidget(meaning_);
    left_column->addStretch();
    auto* right = new QFrame;
    right->setObjectName(QStringLiteral("rightColumn"));
    QVBoxLayout* right_column = tight_column(right);
    right_column->addWidget(certificates_head_);
    right_column->addWidget(certificates_);
    right_column->addWidget(devices_head_);
    right_column->addWidget(devices_);
    right_column->addStretch();
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight);
    columns_->setSpacing(0);
    columns_->addWidget(left, 1);
    columns_->addWidget(right, 1);
    auto* body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    QVBoxLayout* column = tight_column(body);
    column->addWidget(facts_);
    column->addLayout(columns_, 1);
    return body;
}

void ProfileView::setProfile(const profile::Profile& profile, Timestamp now, const QString& path,
                             const signature::Certificate* signer) {
    profile_ = profile;
    has_xml_ = false;
    head_->setAddition(path);
    facts_->setFacts(profile_facts(profile, now));
    allowed_model_->setRows(allow_list_rows(profile));
    certificates_model_->setRows(profile_certificate_rows(profile, now, signer));
    devices_model_->setRows(profile_device_rows(profile));
    allowed_head_->setAddition(count_words(allowed_model_->rowCount(), "key", "keys"));
    certificates_head_->setAddition(count_words(certificates_model_->rowCount(), "certificate", "certificates"));
    devices_head_->setAddition(count_words(devices_model_->rowCount(), "device", "devices"));
    devices_head_->setVisible(!profile.devices.empty());
    devices_->setVisible(!profile.devices.empty());
    showMeaning({});
    showXml(as_xml_->isChecked());
}

void ProfileView::showXml(bool xml) {
    as_xml_->setChecked(xml);
    if (xml && !std::exchange(has_xml_, true)) {
        const std::string text = plist::to_xml(profile_.content);
        QString shown_text = shown(std::string_view(text).substr(0, most_text), true);
        if (text.size() > most_text)
            shown_text += tr("\n… %1 more").arg(from_utf8(size_words(text.size() - most_text)));
        xml_->setPlainText(shown_text);
    }
    stack_->setCurrentIndex(xml ? 1 : 0);
}

void ProfileView::showMeaning(const QModelIndex& index) {
    QString text;
    if (index.isValid()) {
        const std::string key = index.data(KeyRole).toString().toStdString();
        text = entitlement_meaning(key, profile_.entitlements.find(key));
    }
    meaning_->setText(index.isValid() ? text : tr("Choose a key to read what it means."));
}

void ProfileView::offerBack(const QString& text) {
    back_->setText(text);
    back_->show();
}

bool ProfileView::event(QEvent* event) {
    // Else Escape stops a running job instead.
    if (event->type() == QEvent::ShortcutOverride && !back_->isHidden() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QWidget::event(event);
}

void ProfileView::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || back_->isHidden()) return QWidget::keyPressEvent(event);
    Q_EMIT backWanted();
}

void ProfileView::setNarrow(bool narrow) {
    facts_->setColumns(narrow ? 2 : 3);
}

void ProfileView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    columns_->setDirection(width() < two_columns_from ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace nei::ui
