// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/info_plist_view.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/bundle/layout.h"
#include "core/plist/property_list.h"
#include "ui/common/text.h"
#include "ui/inspect/info_plist_rows.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int least_detail_lines = 2;
constexpr int most_detail_lines = 6;
/// Longer text would hold up the window while it is laid out.
constexpr std::size_t most_text = 200'000;

InfoPlistView::RawPlist cut(QString origin, std::string_view text) {
    InfoPlistView::RawPlist raw{std::move(origin), shown(text.substr(0, most_text), true)};
    if (text.size() > most_text)
        raw.text += QCoreApplication::translate("InfoPlistView", "\n… %1 more. Export the file to read all of it.")
                        .arg(from_utf8(size_words(text.size() - most_text)));
    return raw;
}

/// The property list as it lies in the bundle; a binary one, or one from inside an executable, as XML.
InfoPlistView::RawPlist raw_plist(const ShownItem& item) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("InfoPlistView", text); };
    const bundle::CodeItem& code = *item;
    if (item.files != nullptr) {
        const std::string folder = code.path == "." ? std::string() : code.path;
        const auto layout = bundle::layout_of(*item.files, folder, code.name);
        const auto entry = layout ? item.files->find(layout->info_plist) : std::nullopt;
        if (entry) {
            const auto bytes = source::read_all(*item.files, *entry, limits::info_plist_bytes);
            const std::string_view text = bytes ? as_text(*bytes) : std::string_view();
            if (bytes && !text.starts_with("bplist")) return cut(tr("XML"), text);
            if (bytes) return cut(tr("Binary, shown as XML"), plist::to_xml(*code.info_plist));
        }
    }
    return cut(code.path_in_root.empty() || code.slices.empty() ? QString() : tr("From the executable, shown as XML"),
               plist::to_xml(*code.info_plist));
}

} // namespace

InfoPlistView::InfoPlistView(const Theme& theme, Workers& workers, QWidget* parent)
    : ViewPage(parent), workers_(workers), model_(new TreeModel(info_plist_columns(), this)),
      pane_(new TablePane(theme, model_, TreeView::Style::table, tr("Info.plist"), TablePane::Filter::always)),
      stack_(new QStackedWidget), xml_(new QPlainTextEdit), empty_(new MessagePane(theme)),
      detail_(
          new TextBox(theme.font(FontRole::body), least_detail_lines, most_detail_lines, tr("Selected key in full"))),
      as_xml_(small_button(tr("Show as XML"))), format_(new QLabel), job_(workers) {
    pane_->view()->setColumnShares({45, 12, 43});
    pane_->filterBar()->addAfter(format_);
    format_->setFont(theme.font(FontRole::small));
    format_->setForegroundRole(QPalette::PlaceholderText);
    detail_->setObjectName(QStringLiteral("detailLine"));
    xml_->setReadOnly(true);
    xml_->setFrameShape(QFrame::NoFrame);
    xml_->setFont(theme.font(FontRole::monospace));
    xml_->setTabChangesFocus(true);
    xml_->setAccessibleName(tr("Info.plist as XML"));
    xml_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    as_xml_->setCheckable(true);
    connect(as_xml_, &QPushButton::toggled, this, &InfoPlistView::showXml);

    auto* tree = new QWidget;
    QVBoxLayout* tree_column = tight_column(tree);
    tree_column->addWidget(pane_, 1);
    tree_column->addWidget(detail_);
    for (QWidget* page : std::array<QWidget*, 3>{tree, xml_, empty_}) stack_->addWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    connect(table(), &TreeView::currentChangedTo, this, &InfoPlistView::showDetail);
}

void InfoPlistView::setItem(const ShownItem& item) {
    item_ = item;
    const bool has_plist = item->info_plist.has_value();
    as_xml_->setVisible(has_plist);
    showDetail({});
    job_.cancel();
    if (!has_plist) {
        model_->setRows({});
        empty_->setMessage(QStringLiteral("info-plist"), Colour::text_secondary, tr("No Info.plist"),
                           item->kind == bundle::ItemKind::profile
                               ? tr("A provisioning profile has none.")
                               : tr("This item has no Info.plist, neither in a bundle nor in its executable."));
        stack_->setCurrentWidget(empty_);
        return;
    }
    model_->build(workers_, [item](const TaskControl&) { return info_plist_rows(*item->info_plist); });
    format_->clear();
    raw_.reset();
    readFormat();
    showXml(as_xml_->isChecked());
}

void InfoPlistView::readFormat() {
    job_.start([item = item_](const TaskControl&) -> Result<RawPlist> { return raw_plist(item); },
               [this](const Result<RawPlist>& raw) {
                   if (!raw) return;
                   raw_ = *raw;
                   format_->setText(raw_->origin);
                   showXml(as_xml_->isChecked());
               });
}

void InfoPlistView::showXml(bool xml) {
    if (item_.bundle == nullptr || !item_->info_plist) return;
    if (xml) xml_->setPlainText(raw_ ? raw_->text : tr("Reading…"));
    stack_->setCurrentIndex(xml ? 1 : 0);
}

void InfoPlistView::select(const QVariant& key) {
    as_xml_->setChecked(false);
    table()->selectKey(key);
}

void InfoPlistView::showDetail(const QModelIndex& index) {
    if (!index.isValid()) {
        detail_->setText({});
        detail_->setPlaceholderText(tr("Choose a key to read its value in full."));
        return;
    }
    const QString path = index.data(KeyRole).toString();
    QString text = path + QStringLiteral(": ") + index.siblingAtColumn(2).data(WholeTextRole).toString();
    if (const QString meaning = info_plist_meaning(path); !meaning.isEmpty()) text += QLatin1Char('\n') + meaning;
    detail_->setText(text);
}

} // namespace nei::ui
