// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/item_header.h"

#include "core/report/package_words.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/package_rows.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

/// What real ones need. Longer ones are cut before they take the room of the name.
constexpr int most_identifier_width = 380;
constexpr int most_version_width = 200;

} // namespace
ItemHeader::ItemHeader(const Theme& theme, QWidget* parent)
    : QFrame(parent), icon_(new IconLabel(theme, {}, Colour::text_secondary, 20)),
      name_(new ElidedLabel(Qt::ElideMiddle)), kind_(new ElidedLabel(Qt::ElideRight)),
      identifier_(new ElidedLabel(Qt::ElideMiddle)), version_(new ElidedLabel(Qt::ElideRight)),
      verdict_(new VerdictStrip(theme)), chips_(new ChipBar(theme)) {
    setObjectName(QStringLiteral("itemHeader"));
    name_->setFont(theme.font(FontRole::item_name));
    name_->setAccessibleName(tr("Name"));
    kind_->setForegroundRole(QPalette::PlaceholderText);
    kind_->setAccessibleName(tr("Kind"));
    identifier_->setFont(theme.font(FontRole::monospace));
    identifier_->setForegroundRole(QPalette::PlaceholderText);
    identifier_->setAccessibleName(tr("Bundle identifier"));
    version_->setForegroundRole(QPalette::PlaceholderText);
    version_->setAccessibleName(tr("Version and build"));
    // Names may be longer than the window: they are cut, the kind before the name, and the tooltip is whole.
    for (QLabel* label : {name_, identifier_, version_})
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    identifier_->setMaximumWidth(most_identifier_width);
    version_->setMaximumWidth(most_version_width);
    kind_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* line = new QHBoxLayout;
    line->setSpacing(10);
    line->addWidget(icon_);
    line->addWidget(name_);
    line->addWidget(kind_, 1);
    line->addWidget(identifier_);
    line->addWidget(version_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 16, 10);
    column->setSpacing(8);
    column->addLayout(line);
    column->addWidget(verdict_);
    column->addWidget(chips_);
}

void ItemHeader::setItem(const bundle::Bundle& bundle, const bundle::CodeItem& item,
                         const verify::Integrity* integrity) {
    showTexts(item_icon(item.kind),
              {shown(item.name), shown(report::item_description(item)), shown(item.bundle_identifier.value_or("")),
               shown(report::version_words(item))},
              item_chips(bundle, item, integrity));
}

void ItemHeader::setChecked(const bundle::Bundle& bundle, const bundle::CodeItem& item,
                            const verify::Integrity& integrity) {
    chips_->setChips(item_chips(bundle, item, &integrity));
}

void ItemHeader::setPackage(const bundle::Bundle& bundle, const bundle::InstallerPackage& package) {
    const bool single = !package.is_product && package.components.size() == 1;
    showTexts(QStringLiteral("archive"),
              {shown(package.name), shown(report::package_kind_words(package)),
               shown(single ? package.components.front().identifier : package.product_identifier),
               shown(single ? package.components.front().version : package.product_version)},
              package_chips(bundle, package));
}

void ItemHeader::showTexts(const QString& icon, const Texts& texts, const std::vector<ChipText>& chips) {
    icon_->setIcon(icon, Colour::text_secondary);
    icon_->setAccessibleName(texts.kind);
    name_->setWhole(texts.name);
    kind_->setWhole(texts.kind);
    identifier_->setWhole(texts.identifier);
    version_->setWhole(texts.version);
    chips_->setVisible(!chips.empty());
    chips_->setChips(chips);
}

void ItemHeader::setVerdict(Mark mark, const QString& sentence) {
    verdict_->setVerdict(mark, sentence);
}

void ItemHeader::setNarrow(bool narrow) {
    identifier_->setVisible(!narrow);
    chips_->setSingleLine(narrow);
    const int edge = narrow ? 12 : 16;
    layout()->setContentsMargins(edge, 10, edge, 10);
}

} // namespace nei::ui
