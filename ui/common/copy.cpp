// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copy.h"

#include "ui/common/elided_label.h"
#include "ui/common/tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTextDocumentFragment>

namespace nei::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Copy", text);
}

/// Depth first, whether or not a branch is open.
void collect(const TreeModel& model, const ShownNode& parent, QModelIndexList& rows) {
    for (const ShownNode& child : parent.children) {
        rows.append(model.indexOf(child));
        collect(model, child, rows);
    }
}

/// A cell between tabs: it stays one cell of one row.
QString tabbed_cell(QString text) {
    for (QChar& letter : text)
        if (letter == u'\n' || letter == u'\r' || letter == u'\t') letter = u' ';
    return text;
}

/// A cell of a Markdown table: nothing in it is taken for markup.
QString markdown_cell(const QString& text) {
    QString escaped;
    for (const QChar letter : text) {
        if (letter == u'\n' || letter == u'\r' || letter == u'\t')
            escaped += u' ';
        else if (QStringView(u"\\`*_{}[]<>#|~!&").contains(letter))
            escaped += QLatin1Char('\\') + QString(letter);
        else
            escaped += letter;
    }
    return escaped;
}

QString line_of(const QStringList& cells, CopyFormat format) {
    return format == CopyFormat::tabs ? cells.join(QLatin1Char('\t'))
                                      : QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |");
}

void copy_from_view(const TreeView& view, Copy what) {
    QString text;
    switch (what) {
    case Copy::selection: text = table_text(view, CopyRows::selected, CopyFormat::tabs); break;
    case Copy::value: text = current_value(view); break;
    case Copy::all: text = table_text(view, CopyRows::all, CopyFormat::tabs); break;
    case Copy::markdown: {
        const bool several = view.selectionModel()->selectedRows().size() > 1;
        text = table_text(view, several ? CopyRows::selected : CopyRows::all, CopyFormat::markdown);
        break;
    }
    }
    if (!text.isEmpty()) QApplication::clipboard()->setText(text);
}

} // namespace

QString table_text(const TreeView& view, CopyRows which, CopyFormat format) {
    QModelIndexList rows;
    if (which == CopyRows::selected)
        rows = view.selectedInOrder();
    else
        collect(*view.rows(), view.rows()->shown().root, rows);
    const QList<int> columns = view.shownColumns();
    QStringList lines;
    if (format == CopyFormat::markdown) {
        QStringList headings, rules;
        for (const int column : columns) {
            headings.append(markdown_cell(view.model()->headerData(column, Qt::Horizontal).toString()));
            rules.append(QStringLiteral("---"));
        }
        lines = {line_of(headings, format), line_of(rules, format)};
    }
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (const int column : columns) {
            const bool beside_heading = column > 0 && row.data(SpannedRole).toBool();
            if (beside_heading && format == CopyFormat::tabs) continue;
            const QString text =
                beside_heading ? QString() : row.siblingAtColumn(column).data(WholeTextRole).toString();
            cells.append(format == CopyFormat::markdown ? markdown_cell(text) : tabbed_cell(text));
        }
        lines.append(line_of(cells, format));
    }
    return lines.join(QLatin1Char('\n'));
}

QString current_value(const TreeView& view) {
    return view.currentIndex().data(WholeTextRole).toString();
}

void copy_from(QWidget* widget, Copy what) {
    QString text;
    if (const auto* view = qobject_cast<TreeView*>(widget))
        return copy_from_view(*view, what);
    else if (const auto* elided = qobject_cast<ElidedLabel*>(widget))
        text = elided->copied();
    else if (const auto* label = qobject_cast<QLabel*>(widget))
        text = label->selectedText();
    else if (const auto* line = qobject_cast<QLineEdit*>(widget))
        text = line->selectedText();
    else if (const auto* box = qobject_cast<QPlainTextEdit*>(widget))
        text = box->textCursor().selection().toPlainText();
    if (!text.isEmpty()) QApplication::clipboard()->setText(text);
}

void add_copy_actions(QMenu& menu, TreeView& view) {
    const auto add = [&](const QString& text, Copy what, bool enabled) {
        QAction* action = menu.addAction(text, &view, [&view, what] { copy_from_view(view, what); });
        action->setEnabled(enabled);
    };
    const auto selected = view.selectionModel()->selectedRows().size();
    add(tr("Copy &Value"), Copy::value, view.currentIndex().isValid());
    add(selected > 1 ? tr("&Copy Rows") : tr("&Copy Row"), Copy::selection, selected > 0);
    add(tr("Copy &All"), Copy::all, view.rows()->shown().size > 0);
    add(tr("Copy as &Markdown"), Copy::markdown, view.rows()->shown().size > 0);
}

} // namespace nei::ui
