// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/drop_hint.h"

#include "ui/common/text.h"
#include "ui/window/dialogs.h"

#include <QMimeData>
#include <QUrl>

namespace nei::ui {
namespace {

constexpr int hint_margin = 8;

bool is_disk_image(const QString& path) {
    return path.endsWith(QLatin1String(".dmg"), Qt::CaseInsensitive);
}

} // namespace

DropOffer drop_offer(const QMimeData& data) {
    DropOffer offer;
    bool images = false;
    for (const QUrl& url : data.urls()) {
        if (!url.isLocalFile()) continue;
        if (is_disk_image(url.toLocalFile()))
            images = true;
        else
            offer.paths.push_back(to_path(url.toLocalFile()));
    }
    QStringList sentences;
    if (offer.paths.size() == 1) {
        const std::filesystem::path& path = offer.paths.front();
        const std::filesystem::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
        sentences.append(DropHint::tr("Drop to inspect %1").arg(shown(name.string())));
    } else if (!offer.paths.empty()) {
        sentences.append(DropHint::tr("Drop to inspect %1 things").arg(offer.paths.size()));
    }
    if (images)
        sentences.append(
            DropHint::tr("NE Inspector does not read .dmg images. Open the image and drop the app inside it."));
    offer.sentence = sentences.join(QStringLiteral("\n\n"));
    return offer;
}

DropHint::DropHint(const Theme& theme, QWidget* over) : QLabel(over) {
    setObjectName(QStringLiteral("dropHint"));
    setTextFormat(Qt::PlainText);
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setFont(theme.font(FontRole::item_name));
    hide();
}

void DropHint::show(const DropOffer& offer) {
    setText(offer.sentence);
    setProperty("refused", offer.paths.empty());
    setStyleSheet(styleSheet()); // the property chooses the colour of the edge
    setGeometry(parentWidget()->rect().marginsRemoved({hint_margin, hint_margin, hint_margin, hint_margin}));
    raise();
    QLabel::show();
}

} // namespace nei::ui
