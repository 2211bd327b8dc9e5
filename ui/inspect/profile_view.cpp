// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/profile_view.h"

#include "core/base/text.h"
#include "ui/common/text.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr int most_certificate_rows = 6;

} // namespace

ProfileView::ProfileView(const Theme& theme, QWidget* parent)
    : QWidget(parent), facts_(new FactGrid(theme, 3)), allowed_head_(new PaneHead(theme, tr("Allowed entitlements"))),
      certificates_head_(new PaneHead(theme, tr("Certificates that may sign"))),
      allowed_model_(new TreeModel({tr("Key"), tr("Allowed value")}, this)),
      certificates_model_(new TreeModel({tr("Certificate"), tr("Valid until"), tr("SHA-256")}, this)),
      allowed_(new TreeView(theme, allowed_model_, TreeView::Style::table, tr("Allowed entitlements"))),
      certificates_(
          new TreeView(theme, certificates_model_, TreeView::Style::table, tr("Certificates that may sign"))) {
    allowed_->setColumnShares({45, 55});
    certificates_->setColumnShares({60, 20, 20});
    certificates_->setRootIsDecorated(false);
    certificates_->fitHeight(most_certificate_rows);
    allowed_head_->setTopLine();
    certificates_head_->setTopLine();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(facts_);
    column->addWidget(allowed_head_);
    column->addWidget(allowed_, 1);
    column->addWidget(certificates_head_);
    column->addWidget(certificates_);
}

void ProfileView::setProfile(const profile::Profile& profile, Timestamp now) {
    facts_->setFacts(profile_facts(profile, now));
    allowed_model_->setRows(allow_list_rows(profile));
    certificates_model_->setRows(profile_certificate_rows(profile, now));
    const auto count = [](int number, const char* one, const char* many) {
        return from_utf8(counted(static_cast<unsigned long long>(number), one, many));
    };
    allowed_head_->setAddition(count(allowed_model_->rowCount(), "key", "keys"));
    certificates_head_->setAddition(count(certificates_model_->rowCount(), "certificate", "certificates"));
}

void ProfileView::setNarrow(bool narrow) {
    facts_->setColumns(narrow ? 2 : 3);
}

} // namespace nei::ui
