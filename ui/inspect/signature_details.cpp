// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_details.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/copy_button.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_facts.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QToolButton>

namespace nei::ui {
namespace {

constexpr int most_slots = 14;
constexpr int most_certificates = 6;
constexpr int most_constraints = 12;
constexpr int requirement_lines = 16;
/// Below this width the two columns stand one above the other.
constexpr int two_columns_from = 860;

} // namespace

SignatureDetails::SignatureDetails(const Theme& theme, QWidget* parent)
    : QWidget(parent), slots_model_(new TreeModel(slot_columns(), this)),
      chain_model_(new TreeModel({tr("Certificate"), tr("Valid")}, this)),
      constraints_model_(new TreeModel({tr("Constraint"), tr("Value")}, this)),
      slots_(new TreeView(theme, slots_model_, TreeView::Style::table, tr("Special slots"))),
      chain_(new TreeView(theme, chain_model_, TreeView::Style::tree, tr("Certificate chain"))),
      constraints_(
          new TreeView(theme, constraints_model_, TreeView::Style::table, tr("Launch and library constraints"))),
      directory_head_(new PaneHead(theme, tr("Code directory"))), slots_head_(new PaneHead(theme, tr("Special slots"))),
      requirement_head_(new PaneHead(theme, tr("Designated requirement"))),
      chain_head_(new PaneHead(theme, tr("Certificate chain"))),
      ticket_head_(new PaneHead(theme, tr("Notarisation ticket"))),
      constraints_head_(new PaneHead(theme, tr("Launch and library constraints"))),
      unchecked_head_(new PaneHead(theme, tr("Not checked"))), directory_(new FactGrid(theme, 2)),
      times_(new FactGrid(theme, 1)), ticket_(new FactGrid(theme, 1)), unchecked_(new FactGrid(theme, 1)),
      requirement_(new TextBox(theme.font(FontRole::monospace), 1, requirement_lines, tr("Designated requirement"))),
      copy_requirement_(copy_icon_button(theme, tr("Copy the designated requirement, in one line"),
                                         [this] { return requirement_line_; })) {
    auto* body = new QWidget;
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight, body);
    columns_->setContentsMargins(0, 0, 0, 0);
    columns_->setSpacing(0);
    columns_->addWidget(makeLeft(), 9);
    columns_->addWidget(makeRight(), 11); // requirements have long lines
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    tight_column(this)->addWidget(scroll);
}

QWidget* SignatureDetails::makeLeft() {
    slots_->setRootIsDecorated(false);
    slots_->fitHeight(most_slots);
    slots_->setColumnShares({13, 47, 40});
    constraints_->fitHeight(most_constraints);
    constraints_->setColumnShares({50, 50});
    for (PaneHead* head : {directory_head_, slots_head_, constraints_head_}) head->setTopLine();
    auto* left = new QFrame;
    QVBoxLayout* column = tight_column(left);
    column->addWidget(directory_head_);
    column->addWidget(directory_);
    column->addWidget(slots_head_);
    column->addWidget(slots_);
    column->addWidget(constraints_head_);
    column->addWidget(constraints_);
    column->addStretch();
    return left;
}

QWidget* SignatureDetails::makeRight() {
    requirement_->setObjectName(QStringLiteral("commandBox"));
    chain_->fitHeight(most_certificates);
    chain_->fitLastColumn();
    requirement_head_->addWidget(copy_requirement_);
    for (PaneHead* head : {requirement_head_, chain_head_, ticket_head_, unchecked_head_}) head->setTopLine();
    auto* box = new QWidget;
    auto* around = new QVBoxLayout(box);
    around->setContentsMargins(12, 8, 12, 8);
    around->addWidget(requirement_);
    auto* right = new QFrame;
    right->setObjectName(QStringLiteral("rightColumn"));
    QVBoxLayout* column = tight_column(right);
    column->addWidget(requirement_head_);
    column->addWidget(box);
    column->addWidget(chain_head_);
    column->addWidget(chain_);
    column->addWidget(times_);
    column->addWidget(ticket_head_);
    column->addWidget(ticket_);
    column->addWidget(unchecked_head_);
    column->addWidget(unchecked_);
    column->addStretch();
    return right;
}

void SignatureDetails::setDirectory(const ShownItem& item, const DirectoryAddress& address) {
    const signature::Signature& signature = *signature_at(*item, address);
    showDirectory(signature, address.directory,
                  address.slice ? shown(item->slices[*address.slice].code.architecture) : tr("no code"));
    showRequirement(signature);
    showChain(signature, item.now);
    constraints_model_->setRows(constraint_rows(signature.constraints));
    constraints_->setVisible(constraints_model_->rowCount() > 0);
    constraints_head_->setState(Mark::none, constraints_model_->rowCount() > 0 ? QString() : tr("None"));
    ticket_->setFacts(ticket_facts(item));
    ticket_->setVisible(item->ticket.has_value());
    ticket_head_->setState(Mark::none, item->ticket ? tr("Stapled") : tr("None stapled"));
    const std::vector<Fact> unchecked = unchecked_facts(*item, signature);
    unchecked_->setFacts(unchecked);
    unchecked_head_->setState(Mark::unknown, from_utf8(counted(unchecked.size(), "thing", "things")));
}

void SignatureDetails::showDirectory(const signature::Signature& signature, std::size_t number,
                                     const QString& architecture) {
    const std::size_t count = signature.code_directories.size();
    const signature::CodeDirectory* directory = number < count ? &signature.code_directories[number] : nullptr;
    slots_->setVisible(directory != nullptr);
    slots_head_->setVisible(directory != nullptr);
    if (directory == nullptr) {
        const QString reason = signature.problems.empty() ? tr("not known") : shown(signature.problems.front().message);
        directory_head_->setTitle(tr("Code directory"));
        directory_head_->setState(Mark::unknown, tr("could not be read"));
        directory_->setFacts({{.label = tr("Reason"), .value = reason}});
        return;
    }
    directory_head_->setTitle(tr("Code directory %1 of %2").arg(number + 1).arg(count));
    directory_head_->setAddition(architecture);
    directory_head_->setState(Mark::none, {});
    directory_->setFacts(directory_facts(*directory));
    slots_model_->setRows(slot_rows(*directory));
    const auto filled = static_cast<int>(directory->special_slot_hashes.size());
    slots_head_->setAddition(tr("%1 filled, %2 absent").arg(filled).arg(slots_model_->rowCount() - filled));
}

void SignatureDetails::showRequirement(const signature::Signature& signature) {
    const QString requirement = requirement_text(signature);
    requirement_line_ = copied_requirement(signature);
    requirement_->setText(requirement);
    requirement_->parentWidget()->setVisible(!requirement.isEmpty());
    copy_requirement_->setVisible(!requirement_line_.isEmpty());
    const bool made_up = signature.designated_requirement && !signature.designated_requirement->is_explicit;
    requirement_head_->setState(Mark::none, requirement.isEmpty() ? tr("None")
                                            : made_up             ? tr("Not in the signature, implied by it")
                                                                  : QString());
}

void SignatureDetails::showChain(const signature::Signature& signature, Timestamp now) {
    chain_model_->setRows(chain_rows(signature.certificates, now));
    chain_->setVisible(chain_model_->rowCount() > 0);
    chain_head_->setState(Mark::none, shown(report::signer_words(&signature)));
    times_->setFacts(time_facts(signature));
    times_->setVisible(!signature.certificates.empty());
}

void SignatureDetails::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    columns_->setDirection(width() < two_columns_from ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace nei::ui
