// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/content_window.h"

#include "core/base/text.h"
#include "core/plist/property_list.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStringDecoder>
#include <QVBoxLayout>

#include <algorithm>

namespace nei::ui {
namespace {

/// More would hold up the window while it is laid out, and nobody reads it here.
constexpr std::size_t most_bytes = 200'000;
constexpr std::size_t most_hex_bytes = 4'096;
constexpr std::size_t hex_row = 16;
constexpr QSize first_size(760, 560);

QString tr(const char* text) {
    return QCoreApplication::translate("ContentWindow", text);
}

bool is_text(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    if (text.find('\0') != std::string_view::npos) return false;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    return !decoder.hasError();
}

QString hex_text(ByteView bytes) {
    QString text;
    for (std::size_t at = 0; at < bytes.size(); at += hex_row) {
        const ByteView row = bytes.subspan(at, std::min(hex_row, bytes.size() - at));
        QString digits, letters;
        for (const std::byte byte : row) {
            const auto value = std::to_integer<unsigned>(byte);
            digits += QStringLiteral("%1 ").arg(value, 2, 16, QLatin1Char('0'));
            letters += value >= 0x20 && value < 0x7f ? QChar(value) : QChar(u'.');
        }
        text += QStringLiteral("%1  %2 %3\n")
                    .arg(at, 8, 16, QLatin1Char('0'))
                    .arg(digits, -static_cast<int>(hex_row) * 3)
                    .arg(letters);
    }
    return text;
}

QString with_rest(QString text, std::uint64_t shown_bytes, std::uint64_t size) {
    if (size > shown_bytes)
        text += tr("\n… %1 more. Export the file to read all of it.").arg(from_utf8(size_words(size - shown_bytes)));
    return text;
}

} // namespace

ContentText content_text(ByteView start, std::uint64_t size) {
    if (start.size() == size && as_text(start).starts_with("bplist"))
        if (const auto plist = plist::parse(start))
            return {tr("Binary property list, shown as XML"), shown(plist::to_xml(plist->value), true)};
    // A letter that the cut went through is not a sign of anything.
    ByteView whole = start;
    for (int cut = 0; cut < 4 && whole.size() < size && !whole.empty() && !is_text(whole); ++cut)
        whole = whole.first(whole.size() - 1);
    if (is_text(whole)) return {tr("Text"), with_rest(shown(as_text(whole), true), whole.size(), size)};
    const ByteView head = start.first(std::min(start.size(), most_hex_bytes));
    return {tr("Not text: hexadecimal"), with_rest(hex_text(head), head.size(), size)};
}

ContentWindow::ContentWindow(const ViewServices& services, std::shared_ptr<const source::FileTree> files,
                             std::size_t entry, QWidget* parent)
    : QDialog(parent), text_(new QPlainTextEdit), kind_(new QLabel), job_(services.workers) {
    setAttribute(Qt::WA_DeleteOnClose);
    const source::Entry& file = files->entries()[entry];
    setWindowTitle(shown(source::file_name(file.path)));
    auto* path = fact_label(shown(file.path));
    path->setFont(services.theme.font(FontRole::monospace));
    kind_->setTextFormat(Qt::PlainText);
    kind_->setForegroundRole(QPalette::PlaceholderText);
    kind_->setText(tr("Reading…"));
    text_->setReadOnly(true);
    text_->setFont(services.theme.font(FontRole::monospace));
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setAccessibleName(tr("Contents of the file"));
    auto* head = new QHBoxLayout;
    head->addWidget(path, 1);
    head->addWidget(kind_);
    auto* column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(text_, 1);
    resize(first_size);
    job_.start(
        [files = std::move(files), entry](const TaskControl&) -> Result<ContentText> {
            auto opened = files->open(entry);
            if (!opened) return std::unexpected(opened.error());
            const std::uint64_t size = (*opened)->size();
            const auto start = (*opened)->read(0, static_cast<std::size_t>(std::min<std::uint64_t>(size, most_bytes)));
            if (!start) return std::unexpected(start.error());
            return content_text(*start, size);
        },
        [this](const Result<ContentText>& content) {
            kind_->setText(content ? content->kind : tr("Not read"));
            text_->setPlainText(content ? content->text : shown(content.error().message));
        });
}

} // namespace nei::ui
