// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/package_view.h"

#include "core/base/text.h"
#include "core/report/package_words.h"
#include "ui/common/text.h"
#include "ui/inspect/item_header.h"
#include "ui/inspect/package_rows.h"
#include "ui/inspect/signature_rows.h"

#include <QScrollArea>
#include <QTabBar>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr int most_certificates = 6;
constexpr int most_components = 16;
constexpr int most_scripts = 6;
constexpr int text_margin = 12;

QString count(std::size_t number, const char* one, const char* many) {
    return from_utf8(counted(number, one, many));
}

} // namespace

PackageView::PackageView(const Theme& theme, QWidget* parent)
    : QWidget(parent), header_(new ItemHeader(theme)), tabs_(new QTabWidget),
      components_model_(new TreeModel({tr("Component"), tr("Version"), tr("Installs into"), tr("Payload")}, this)),
      chain_model_(new TreeModel({tr("Certificate"), tr("Valid")}, this)),
      scripts_model_(new TreeModel({tr("Script"), tr("When"), tr("Size")}, this)),
      components_(new TreeView(theme, components_model_, TreeView::Style::table, tr("Components"))),
      chain_(new TreeView(theme, chain_model_, TreeView::Style::tree, tr("Certificate chain"))),
      scripts_(new TreeView(theme, scripts_model_, TreeView::Style::table, tr("Scripts"))),
      signature_head_(new PaneHead(theme, tr("Signature"))), components_head_(new PaneHead(theme, tr("Components"))),
      chain_head_(new PaneHead(theme, tr("Certificate chain"))), scripts_head_(new PaneHead(theme, tr("Script"))),
      facts_(new FactGrid(theme, 2)), text_(new QPlainTextEdit) {
    tabs_->setObjectName(QStringLiteral("itemViews"));
    tabs_->tabBar()->setObjectName(QStringLiteral("views"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    contents_tab_ = tabs_->addTab(makeContents(), tr("Package"));
    scripts_tab_ = tabs_->addTab(makeScripts(theme), tr("Scripts"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    QVBoxLayout* column = tight_column(this);
    column->addWidget(header_);
    column->addWidget(tabs_, 1);
}

QWidget* PackageView::makeContents() {
    components_->setColumnShares({46, 12, 20, 22});
    chain_->fitHeight(most_certificates);
    chain_->fitLastColumn();
    chain_head_->setTopLine();
    components_head_->setTopLine();
    components_->fitHeight(most_components);
    auto* body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    QVBoxLayout* column = tight_column(body);
    column->addWidget(signature_head_);
    column->addWidget(facts_);
    column->addWidget(components_head_);
    column->addWidget(components_);
    column->addWidget(chain_head_);
    column->addWidget(chain_);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    return scroll;
}

QWidget* PackageView::makeScripts(const Theme& theme) {
    scripts_->setRootIsDecorated(false);
    scripts_->setColumnShares({38, 48, 14});
    scripts_->fitHeight(most_scripts);
    scripts_head_->setTopLine();
    scripts_head_->setState(Mark::none, shown(report::scripts_are_not_run));
    text_->setReadOnly(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setTabChangesFocus(true);
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setFrameShape(QFrame::NoFrame);
    text_->setFont(theme.font(FontRole::monospace));
    text_->document()->setDocumentMargin(text_margin);
    text_->setAccessibleName(tr("Text of the selected script"));
    connect(scripts_, &TreeView::currentChangedTo, this,
            [this](const QModelIndex& index) { showScript(index.isValid() ? index.data(KeyRole).toInt() : -1); });
    auto* page = new QWidget;
    QVBoxLayout* column = tight_column(page);
    column->addWidget(scripts_);
    column->addWidget(scripts_head_);
    column->addWidget(text_, 1);
    return page;
}

void PackageView::setPackage(const std::shared_ptr<const bundle::Bundle>& bundle, std::size_t package, Timestamp now) {
    package_ = &bundle->packages.at(package);
    bundle_ = bundle;
    header_->setPackage(*bundle, *package_);
    const report::PackageVerdict verdict = report::package_verdict(*package_);
    signature_head_->setState(package_mark(*package_), shown(verdict.words));
    facts_->setFacts(package_facts(*package_));
    components_model_->setRows(component_rows(*package_));
    components_->expandAll();
    components_head_->setAddition(count(package_->components.size(), "component", "components"));
    const bool has_chain = package_->signature && !package_->signature->certificates.empty();
    chain_model_->setRows(has_chain ? chain_rows(package_->signature->certificates, now) : std::vector<Row>{});
    chain_->expandAll();
    chain_->setVisible(has_chain);
    chain_head_->setVisible(has_chain);
    scripts_model_->setRows(script_rows(*package_));
    const int rows = scripts_model_->rowCount();
    tabs_->setTabText(scripts_tab_, rows == 0 ? tr("Scripts") : tr("Scripts (%1)").arg(rows));
    tabs_->setTabEnabled(scripts_tab_, rows > 0);
    if (rows == 0)
        showScript(-1);
    else
        scripts_->selectKey(0);
}

void PackageView::showScript(int index) {
    const auto all = package_ != nullptr ? scripts_of(*package_) : std::vector<const bundle::PackageScript*>{};
    const bool known = index >= 0 && static_cast<std::size_t>(index) < all.size();
    scripts_head_->setAddition(known ? shown(all[static_cast<std::size_t>(index)]->path) : QString());
    text_->setPlainText(known ? script_text(*all[static_cast<std::size_t>(index)]) : QString());
}

void PackageView::showView(View view) {
    const int tab = view == scripts ? scripts_tab_ : contents_tab_;
    tabs_->setCurrentIndex(tabs_->isTabEnabled(tab) ? tab : contents_tab_);
}

void PackageView::setNarrow(bool narrow) {
    header_->setNarrow(narrow);
    facts_->setColumns(narrow ? 1 : 2);
}

TreeView* PackageView::table() const {
    return tabs_->currentIndex() == scripts_tab_ ? scripts_ : components_;
}

} // namespace nei::ui
