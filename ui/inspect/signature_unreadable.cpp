// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_unreadable.h"

#include "core/base/text.h"
#include "ui/common/copy_button.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr std::string_view unreadable_code = "signature-unreadable";

QString title_of(const bundle::CodeSlice& slice) {
    return QCoreApplication::translate("UnreadableSignature", "The signature of the %1 slice cannot be read")
        .arg(shown(slice.code.architecture));
}

/// Slices that can be shown: "x86_64", "arm64 or x86_64".
QString readable_slices(const bundle::CodeItem& item) {
    QStringList names;
    for (const bundle::CodeSlice& slice : item.slices)
        if (slice.signature && !slice.signature->code_directories.empty()) names.append(shown(slice.code.architecture));
    if (names.size() < 2) return names.join(QString());
    const QString last = names.takeLast();
    return QCoreApplication::translate("UnreadableSignature", "%1 or %2").arg(names.join(QStringLiteral(", ")), last);
}

} // namespace

QString unreadable_reason(const bundle::Bundle& bundle, const bundle::CodeItem& item, std::size_t slice) {
    const std::string named = " " + item.slices[slice].code.architecture + " slice";
    for (const Problem& problem : bundle.problems) {
        if (problem.code != unreadable_code || problem.path != item.executable) continue;
        if (item.slices.size() > 1 && !problem.message.contains(named)) continue;
        const QString sentence = shown(problem.message);
        const QString opening = title_of(item.slices[slice]) + QStringLiteral(". "); // what stands above it already
        return sentence.startsWith(opening) ? sentence.sliced(opening.size()) : sentence;
    }
    return {};
}

UnreadableSignature::UnreadableSignature(const Theme& theme, QWidget* parent)
    : QWidget(parent), title_(fact_label({})), reason_(fact_label({})), advice_(fact_label({})),
      below_(new MessagePane(theme)) {
    title_->setFont(theme.font(FontRole::body_strong));
    for (QLabel* label : {title_, reason_, advice_}) label->setWordWrap(true);
    auto* heading = new QLabel(tr("What you can do"));
    heading->setFont(theme.font(FontRole::body_strong));
    auto* copy = small_button(tr("Copy details"));
    copy->setObjectName(QStringLiteral("copyDetails"));
    make_copy_button(theme, *copy, [this] { return details_; });

    auto* box = new QFrame;
    box->setObjectName(QStringLiteral("box"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(6);
    texts->addWidget(title_);
    texts->addWidget(reason_);
    texts->addSpacing(2);
    texts->addWidget(heading);
    texts->addWidget(advice_);
    texts->addSpacing(4);
    texts->addWidget(copy, 0, Qt::AlignLeft);
    auto* in_box = new QHBoxLayout(box);
    in_box->setContentsMargins(14, 12, 14, 12);
    in_box->setSpacing(8);
    in_box->addWidget(new IconLabel(theme, QStringLiteral("unknown"), Colour::unknown, 16), 0, Qt::AlignTop);
    in_box->addLayout(texts, 1);
    auto* around = new QVBoxLayout;
    around->setContentsMargins(16, 16, 16, 16);
    around->addWidget(box);
    QVBoxLayout* column = tight_column(this);
    column->addLayout(around);
    column->addWidget(below_, 1);
}

void UnreadableSignature::setSlice(const bundle::Bundle& bundle, const bundle::CodeItem& item, std::size_t slice) {
    const bundle::CodeSlice& code = item.slices[slice];
    const QString architecture = shown(code.code.architecture);
    QString reason = unreadable_reason(bundle, item, slice);
    if (reason.isEmpty()) reason = tr("NE Inspector does not know why.");
    title_->setText(title_of(code));
    reason_->setText(reason);
    advice_->setText(tr("Ask for the file again, as a zip made with ditto -c -k --keepParent, and compare its SHA-256 "
                        "with the sender's. If both are equal, the code was signed like this: it has to be signed "
                        "again."));
    const QString others = readable_slices(item);
    below_->setMessage(
        QStringLiteral("signature"), Colour::text_secondary, tr("No code directory to show for %1").arg(architecture),
        others.isEmpty() ? QString()
                         : tr("Choose the %1 slice to see its code directory, slots and requirement.").arg(others));
    QStringList lines{title_->text() + QLatin1Char('.'), reason, tr("Item: %1").arg(shown(item.path)),
                      tr("File: %1").arg(shown(item.executable))};
    if (const auto& range = code.code.signature_range)
        lines.append(tr("Signature: %1 bytes at byte %2 of the slice, which has %3 bytes from byte %4 on")
                         .arg(from_utf8(grouped(range->size)), from_utf8(grouped(range->offset)),
                              from_utf8(grouped(code.code.size)), from_utf8(grouped(code.code.offset))));
    details_ = lines.join(QLatin1Char('\n'));
}

} // namespace nei::ui
