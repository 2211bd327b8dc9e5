// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_view.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_rows.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QScrollArea>

#include <algorithm>
#include <set>

namespace nei::ui {
namespace {

constexpr int most_slices = 5;
constexpr int most_slots = 14;
constexpr int most_certificates = 6;
constexpr int most_constraints = 12;
constexpr int requirement_lines = 12;
/// Below this width the two columns stand one above the other.
constexpr int two_columns_from = 860;

QVBoxLayout* tight_column(QWidget* widget) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

} // namespace

SignatureView::SignatureView(const Theme& theme, QWidget* parent)
    : ViewPage(parent), slices_model_(new TreeModel(slice_columns(), this)),
      slots_model_(new TreeModel(slot_columns(), this)),
      chain_model_(new TreeModel({tr("Certificate"), tr("Valid")}, this)),
      constraints_model_(new TreeModel({tr("Constraint"), tr("Value")}, this)),
      slices_(new TreeView(theme, slices_model_, TreeView::Style::table, tr("Slices and their code directories"))),
      slots_(new TreeView(theme, slots_model_, TreeView::Style::table, tr("Special slots"))),
      chain_(new TreeView(theme, chain_model_, TreeView::Style::tree, tr("Certificate chain"))),
      constraints_(
          new TreeView(theme, constraints_model_, TreeView::Style::table, tr("Launch and library constraints"))),
      agreement_(fact_label({})), empty_(new MessagePane(theme)), details_(new QWidget),
      directory_head_(new PaneHead(theme, tr("Code directory"))), slots_head_(new PaneHead(theme, tr("Special slots"))),
      requirement_head_(new PaneHead(theme, tr("Designated requirement"))),
      chain_head_(new PaneHead(theme, tr("Certificate chain"))),
      ticket_head_(new PaneHead(theme, tr("Notarisation ticket"))),
      constraints_head_(new PaneHead(theme, tr("Launch and library constraints"))), directory_(new FactGrid(theme, 2)),
      times_(new FactGrid(theme, 1)), ticket_(new FactGrid(theme, 1)),
      requirement_(new TextBox(theme.font(FontRole::monospace), 1, requirement_lines, tr("Designated requirement"))) {
    slices_->setRootIsDecorated(false);
    slices_->fitHeight(most_slices);
    slices_->setColumnShares({9, 36, 9, 17, 16, 13});
    agreement_->setForegroundRole(QPalette::PlaceholderText);
    agreement_->setFont(theme.font(FontRole::small));
    agreement_->setContentsMargins(16, 5, 16, 5);

    auto* body = new QWidget;
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight, body);
    columns_->setContentsMargins(0, 0, 0, 0);
    columns_->setSpacing(0);
    columns_->addWidget(makeLeft(theme), 1);
    columns_->addWidget(makeRight(theme), 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    scroll->setWidget(body);
    tight_column(details_)->addWidget(scroll);

    QVBoxLayout* column = tight_column(this);
    column->addWidget(slices_);
    column->addWidget(agreement_);
    column->addWidget(details_, 1);
    column->addWidget(empty_, 1);
    connect(slices_, &TreeView::currentChangedTo, this,
            [this](const QModelIndex& index) { showSlice(index.isValid() ? index.data(KeyRole).toInt() : -1); });
}

QWidget* SignatureView::makeLeft(const Theme&) {
    slots_->setRootIsDecorated(false);
    slots_->fitHeight(most_slots);
    slots_->setColumnShares({13, 47, 40});
    constraints_->fitHeight(most_constraints);
    constraints_->setColumnShares({50, 50});
    directory_head_->setTopLine();
    slots_head_->setTopLine();
    constraints_head_->setTopLine();
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

QWidget* SignatureView::makeRight(const Theme&) {
    requirement_->setObjectName(QStringLiteral("commandBox"));
    chain_->fitHeight(most_certificates);
    chain_->fitLastColumn();
    requirement_head_->setTopLine();
    chain_head_->setTopLine();
    ticket_head_->setTopLine();
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
    column->addStretch();
    return right;
}

void SignatureView::setItem(const ShownItem& shown_item) {
    item_ = shown_item;
    const bundle::CodeItem& item = *item_;
    slices_model_->setRows(slice_rows(item));
    const int rows = slices_model_->rowCount();
    slices_->setVisible(rows > 0);
    std::set<std::string> texts;
    for (const DirectoryAddress& address : directories_of(item)) {
        const signature::Signature* signature = signature_at(item, address);
        texts.insert(signature != nullptr && signature->designated_requirement ? signature->designated_requirement->text
                                                                               : std::string());
    }
    agreement_->setVisible(rows > 1);
    agreement_->setText(texts.size() == 1 ? tr("All agree in their designated requirement.")
                                          : tr("They differ in their designated requirement."));
    ticket_->setFacts(ticket_facts(item));
    ticket_->setVisible(item.ticket.has_value());
    ticket_head_->setState(Mark::none, item.ticket ? tr("Stapled") : tr("None stapled"));
    if (rows == 0) {
        showSlice(-1);
        return;
    }
    const bundle::CodeSlice* main = item.main_slice();
    int current = 0;
    const auto addresses = directories_of(item);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const DirectoryAddress& address = addresses[i];
        const signature::Signature* signature = signature_at(item, address);
        if (!address.slice || &item.slices[*address.slice] != main || signature == nullptr) continue;
        if (signature->code_directories.empty() || signature->preferred_directory() == address.directory)
            current = static_cast<int>(i);
    }
    slices_->selectKey(current);
    showSlice(current);
}

void SignatureView::showSlice(int row) {
    if (item_.bundle == nullptr) return;
    const auto addresses = directories_of(*item_);
    const bool is_row = row >= 0 && static_cast<std::size_t>(row) < addresses.size();
    const signature::Signature* signature =
        is_row ? signature_at(*item_, addresses[static_cast<std::size_t>(row)]) : nullptr;
    const signature::CodeDirectory* directory =
        is_row ? directory_at(*item_, addresses[static_cast<std::size_t>(row)]) : nullptr;
    details_->setVisible(signature != nullptr);
    empty_->setVisible(signature == nullptr);
    if (signature == nullptr) {
        const macho::Slice* code = nullptr;
        if (is_row && addresses[static_cast<std::size_t>(row)].slice)
            code = &item_->slices[*addresses[static_cast<std::size_t>(row)].slice].code;
        if (code == nullptr) {
            empty_->setMessage(QStringLiteral("signature"), Colour::text_secondary, tr("No signature"),
                               item_->executable_missing
                                   ? tr("The executable that its Info.plist names is not there.")
                                   : tr("This item contains no code and carries no signature of its own."));
        } else if (code->signature_range) {
            empty_->setMessage(QStringLiteral("unknown"), Colour::unknown,
                               tr("The signature of the %1 slice cannot be read").arg(shown(code->architecture)),
                               tr("The list of problems says why."));
        } else {
            empty_->setMessage(QStringLiteral("signature"), Colour::text_secondary, tr("Not signed"),
                               tr("This code is not signed. Macs with Apple silicon do not run unsigned code."));
        }
        return;
    }
    const std::size_t count = signature->code_directories.size();
    const std::size_t number = addresses[static_cast<std::size_t>(row)].directory + 1;
    directory_head_->setAddition(count > 1 ? tr("%1 of %2").arg(number).arg(count) : QString());
    directory_->setVisible(directory != nullptr);
    slots_->setVisible(directory != nullptr);
    slots_head_->setVisible(directory != nullptr);
    if (directory != nullptr) {
        directory_->setFacts(directory_facts(*directory));
        slots_model_->setRows(slot_rows(*directory));
        slots_head_->setAddition(tr("%1 filled").arg(directory->special_slot_hashes.size()));
    } else {
        directory_head_->setAddition(tr("could not be read"));
    }
    showSignature(*signature);
}

void SignatureView::showSignature(const signature::Signature& signature) {
    constraints_model_->setRows(constraint_rows(signature.constraints));
    constraints_->setVisible(constraints_model_->rowCount() > 0);
    constraints_head_->setState(Mark::none, constraints_model_->rowCount() > 0 ? QString() : tr("None"));

    const QString requirement = requirement_text(signature);
    requirement_->setText(requirement);
    requirement_->parentWidget()->setVisible(!requirement.isEmpty());
    const bool made_up = signature.designated_requirement && !signature.designated_requirement->is_explicit;
    requirement_head_->setState(Mark::none, requirement.isEmpty() ? tr("None")
                                            : made_up             ? tr("Not in the signature, implied by it")
                                                                  : QString());
    chain_model_->setRows(chain_rows(signature.certificates, item_.now));
    chain_->setVisible(chain_model_->rowCount() > 0);
    chain_head_->setState(Mark::none, shown(report::signer_words(&signature)));
    times_->setFacts(time_facts(signature));
    times_->setVisible(!signature.certificates.empty());
}

void SignatureView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    columns_->setDirection(width() < two_columns_from ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace nei::ui
