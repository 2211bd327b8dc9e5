// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copy.h"

#include "ui/common/tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextDocumentFragment>

namespace nei::ui {

void copy_from(QWidget* widget, bool value_only) {
    QString text;
    if (const auto* view = qobject_cast<TreeView*>(widget))
        text = value_only ? view->currentIndex().data(WholeTextRole).toString() : view->selectedText();
    else if (const auto* label = qobject_cast<QLabel*>(widget))
        text = label->selectedText();
    else if (const auto* line = qobject_cast<QLineEdit*>(widget))
        text = line->selectedText();
    else if (const auto* box = qobject_cast<QPlainTextEdit*>(widget))
        text = box->textCursor().selection().toPlainText();
    if (!text.isEmpty()) QApplication::clipboard()->setText(text);
}

} // namespace nei::ui
