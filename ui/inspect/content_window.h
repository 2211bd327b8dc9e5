// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"
#include "ui/common/job.h"
#include "ui/inspect/view_page.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;

namespace nei::ui {

/// What is in one file: text as it is, property lists as XML, the start of anything else as hexadecimal digits. Closes
/// and deletes itself; nothing in the file is run or followed.
class ContentWindow : public QDialog {
    Q_OBJECT

public:
    ContentWindow(const ViewServices& services, std::shared_ptr<const source::FileTree> files, std::size_t entry,
                  QWidget* parent);

    QPlainTextEdit* text() const { return text_; }

private:
    QPlainTextEdit* text_;
    QLabel* kind_;
    JobSlot job_;
};

/// The text that stands for these bytes, and what it is.
struct ContentText {
    QString kind, text;
};
ContentText content_text(ByteView start, std::uint64_t size);

} // namespace nei::ui
