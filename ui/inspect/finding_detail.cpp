// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/finding_detail.h"

#include "core/plist/value.h"
#include "ui/common/text.h"

#include <QTextBlockFormat>
#include <QTextCursor>

namespace nei::ui {
namespace {

constexpr std::size_t most_facts = 8, most_elements = 20;
constexpr int edge = 12, gap = 6;

/// Writes paragraphs at the end of a document.
class Writer {
public:
    Writer(QTextDocument* document, const Theme& theme) : cursor_(document), theme_(theme) {}

    void begin(int space_above = gap) {
        QTextBlockFormat block;
        block.setTopMargin(space_above);
        if (empty_)
            cursor_.setBlockFormat(block);
        else
            cursor_.insertBlock(block);
        empty_ = false;
    }
    void text(const QString& text, FontRole font, Colour colour = Colour::text, const QString& address = {}) {
        QTextCharFormat format;
        format.setFont(theme_.font(font));
        format.setForeground(theme_.colour(colour));
        if (!address.isEmpty()) {
            format.setAnchor(true);
            format.setAnchorHref(address);
        }
        cursor_.insertText(text, format);
    }
    void paragraph(const QString& heading, const std::string& words) {
        if (words.empty()) return;
        begin();
        text(heading + QStringLiteral("  "), FontRole::body_strong);
        text(shown(words), FontRole::body);
    }

private:
    QTextCursor cursor_;
    const Theme& theme_;
    bool empty_ = true;
};

/// A list has a line for each element.
QStringList fact_lines(const plist::Value& value) {
    const plist::Array* array = value.array();
    if (array == nullptr) return {shown(plist::one_line(value))};
    QStringList lines;
    for (const plist::Value& element : *array) {
        if (static_cast<std::size_t>(lines.size()) == most_elements) {
            lines.append(QStringLiteral("…"));
            break;
        }
        lines.append(shown(plist::one_line(element)));
    }
    return lines;
}

void write_facts(Writer& writer, const plist::Value& facts) {
    const plist::Dictionary* dictionary = facts.dictionary();
    if (dictionary == nullptr) return;
    std::size_t written = 0;
    for (const auto& [name, value] : *dictionary) {
        if (written++ == most_facts) return;
        QString label = shown(name);
        label.replace(QLatin1Char('_'), QLatin1Char(' '));
        for (const QString& line : fact_lines(value)) {
            writer.begin(label.isEmpty() ? 0 : gap / 2);
            if (!label.isEmpty()) writer.text(label + QStringLiteral("  "), FontRole::body, Colour::text_secondary);
            label.clear();
            writer.text(line, FontRole::monospace);
        }
    }
}

} // namespace

FindingDetail::FindingDetail(const ViewServices& services, QWidget* parent)
    : QTextBrowser(parent), theme_(services.theme) {
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setAccessibleName(tr("Selected finding"));
    document()->setDocumentMargin(edge);
    connect(this, &QTextBrowser::anchorClicked, this, [open = services.openAddress](const QUrl& address) {
        if (open) open(address.toString());
    });
}

void FindingDetail::setFinding(const rules::Finding& finding) {
    title_ = shown(finding.title);
    clear();
    Writer writer(document(), theme_);
    writer.begin(0);
    writer.text(title_, FontRole::body_strong);
    writer.text(QStringLiteral("   ") + shown(finding.rule), FontRole::monospace, Colour::text_secondary);
    writer.paragraph(tr("Follows from"), finding.follows_from.value_or(""));
    writer.paragraph(tr("Why"), finding.why);
    writer.paragraph(tr("What to do"), finding.fix);
    write_facts(writer, finding.facts);
    for (const std::string& source : finding.sources) {
        writer.begin(&source == &finding.sources.front() ? gap : 0);
        writer.text(shown(source), FontRole::small, Colour::accent, shown(source));
    }
    moveCursor(QTextCursor::Start);
}

} // namespace nei::ui
