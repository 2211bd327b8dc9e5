// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/item_header.h"

#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/item_facts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace nei::ui {

ItemHeader::ItemHeader(const Theme& theme, QWidget* parent)
    : QFrame(parent), icon_(new IconLabel(theme, {}, Colour::text_secondary, 20)), name_(fact_label({})),
      kind_(fact_label({})), identifier_(fact_label({})), version_(fact_label({})), chips_(new ChipBar(theme)) {
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
    for (QLabel* label : {name_, kind_, identifier_}) label->setMinimumWidth(0);
    // Names may be longer than the window: they are cut, and the tooltip is whole.
    name_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    kind_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    identifier_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);

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
    column->addWidget(chips_);
}

void ItemHeader::setItem(const bundle::Bundle& bundle, const bundle::CodeItem& item) {
    icon_->setIcon(item_icon(item.kind), Colour::text_secondary);
    const auto set = [](QLabel* label, const QString& text) {
        label->setText(text);
        label->setToolTip(plain_tooltip(text));
    };
    set(name_, shown(item.name));
    set(kind_, shown(report::item_description(item)));
    set(identifier_, shown(item.bundle_identifier.value_or("")));
    set(version_, shown(report::version_words(item)));
    const std::vector<ChipText> chips = item_chips(bundle, item);
    chips_->setVisible(!chips.empty());
    chips_->setChips(chips);
}

void ItemHeader::setNarrow(bool narrow) {
    identifier_->setVisible(!narrow);
    chips_->setSingleLine(narrow);
    const int edge = narrow ? 12 : 16;
    layout()->setContentsMargins(edge, 10, edge, 10);
}

} // namespace nei::ui
