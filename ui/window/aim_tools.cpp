// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/aim_tools.h"

#include "ui/common/document.h"
#include "ui/common/text.h"
#include "ui/inspect/verdicts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWidgetAction>

#include <array>

namespace nei::ui {
namespace {

using rules::Distribution;

constexpr std::array distributions{Distribution::development,  Distribution::testflight, Distribution::app_store,
                                   Distribution::developer_id, Distribution::ad_hoc,     Distribution::enterprise};
constexpr int field_width = 330;
constexpr int control_height = 28; // as the buttons beside it

bool is_ready(const Document* document) {
    return document != nullptr && document->bundle() && !document->bundle()->structure_only &&
           !document->bundle()->items.empty();
}

} // namespace

AimTools::AimTools(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), ships_as_(new QLabel(tr("Ships as"))), on_(new QLabel(tr("on"))),
      distribution_(new QComboBox), target_(new QToolButton), device_(new QLineEdit), system_(new QLineEdit),
      wrong_(new QLabel) {
    for (QLabel* label : {ships_as_, on_}) label->setForegroundRole(QPalette::PlaceholderText);
    ships_as_->setBuddy(distribution_);
    distribution_->setMinimumHeight(control_height);
    target_->setObjectName(QStringLiteral("target"));
    distribution_->setAccessibleName(tr("Ships as"));
    distribution_->setToolTip(tr("Judge the bundle as if it were shipped so"));
    distribution_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    makeTarget();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    for (QWidget* widget : std::array<QWidget*, 4>{ships_as_, distribution_, on_, target_}) row->addWidget(widget);
    connect(distribution_, &QComboBox::activated, this, &AimTools::take);
    show(nullptr);
}

void AimTools::makeTarget() {
    device_->setPlaceholderText(QStringLiteral("00008030-001A2B3C4D5E6F70"));
    device_->setAccessibleName(tr("Provisioning UDID of the device"));
    device_->setFont(theme_.font(FontRole::monospace));
    device_->setMinimumWidth(field_width);
    system_->setPlaceholderText(QStringLiteral("15.1"));
    system_->setAccessibleName(tr("Version of macOS"));
    wrong_->setTextFormat(Qt::PlainText);
    wrong_->setWordWrap(true);
    auto* form = new QWidget;
    auto* rows = new QFormLayout(form);
    rows->addRow(tr("Device (UDID)"), device_);
    rows->addRow(tr("macOS"), system_);
    rows->addRow(wrong_);
    auto* menu = new QMenu(target_);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(form);
    menu->addAction(action);
    connect(menu, &QMenu::aboutToShow, device_, [this] { device_->setFocus(Qt::PopupFocusReason); });
    target_->setMenu(menu);
    target_->setPopupMode(QToolButton::InstantPopup);
    target_->setFocusPolicy(Qt::TabFocus);
    target_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    target_->setIcon(theme_.icon(QStringLiteral("collapse")));
    target_->setIconSize({12, 12});
    target_->setLayoutDirection(Qt::RightToLeft); // the arrow behind the words
    target_->setAccessibleName(tr("Device and system that it is to run on"));
    for (QLineEdit* field : {device_, system_}) {
        connect(field, &QLineEdit::textEdited, this, &AimTools::take);
        connect(field, &QLineEdit::returnPressed, menu, &QMenu::close);
    }
}

void AimTools::show(Document* document) {
    const auto bundle = is_ready(document) ? document->bundle() : nullptr;
    const rules::Intent wanted = bundle ? document->intent() : rules::Intent();
    const bool same =
        document == document_ && bundle == shown_ && wanted == shown_intent_ && distribution_->count() > 0;
    document_ = document;
    shown_ = bundle;
    shown_intent_ = wanted;
    if (same) return; // it is told of everything that happens to the document
    setEnabled(is_ready(document));
    const QSignalBlocker blocker(distribution_);
    distribution_->clear();
    if (!is_ready(document)) {
        distribution_->addItem(tr("as signed"));
        device_->clear();
        system_->clear();
        return showTarget();
    }
    const auto found = detected_distribution(*document->bundle());
    distribution_->addItem(found ? tr("%1 (detected)").arg(distribution_words(*found)) : tr("As signed"));
    for (const Distribution each : distributions)
        distribution_->addItem(distribution_words(each), static_cast<int>(each));
    const rules::Intent& intent = document->intent();
    distribution_->setCurrentIndex(intent.distribution ? distribution_->findData(static_cast<int>(*intent.distribution))
                                                       : 0);
    if (!device_->hasFocus()) device_->setText(shown(intent.device.value_or("")));
    if (!system_->hasFocus()) system_->setText(shown(intent.macos.value_or("")));
    showTarget();
}

void AimTools::take() {
    if (!is_ready(document_)) return;
    rules::Intent intent = document_->intent();
    const QVariant wanted = distribution_->currentData();
    intent.distribution = wanted.isValid() ? std::optional(static_cast<Distribution>(wanted.toInt())) : std::nullopt;
    const std::string device = device_->text().trimmed().toStdString(),
                      system = system_->text().trimmed().toStdString();
    // What is not whole yet does not count.
    intent.device = rules::is_device(device) ? std::optional(device) : std::nullopt;
    intent.macos = rules::is_version(system) ? std::optional(system) : std::nullopt;
    wrong_->setText(!device.empty() && !intent.device  ? tr("A UDID has 24 to 40 hexadecimal digits and hyphens.")
                    : !system.empty() && !intent.macos ? tr("A version is numbers and full stops, such as 15.1.")
                                                       : QString());
    document_->setIntent(std::move(intent));
    showTarget();
}

void AimTools::showTarget() {
    const rules::Intent intent = is_ready(document_) ? document_->intent() : rules::Intent();
    QStringList words;
    if (intent.device) words.append(tr("one device"));
    if (intent.macos) words.append(tr("macOS %1").arg(shown(*intent.macos)));
    target_->setText(words.isEmpty() ? tr("Any device") : words.join(QStringLiteral(", ")));
    target_->setToolTip(intent.device ? plain_tooltip(shown(*intent.device))
                                      : tr("Name the device and the system that it is to run on"));
}

void AimTools::setNarrow(bool narrow) {
    on_->setVisible(!narrow);
    ships_as_->setVisible(!narrow);
}

} // namespace nei::ui
