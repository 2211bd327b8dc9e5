// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/recent.h"

#include <QMenu>

namespace nei::ui {

/// "Open Recent": what was opened lately and is still there, and a way to forget it.
class RecentMenu : public QMenu {
    Q_OBJECT

public:
    RecentMenu(RecentFiles& recent, const Theme& theme, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const std::filesystem::path& path);

private:
    void fill();

    RecentFiles& recent_;
    const Theme& theme_;
};

/// "Examples": every example that comes with the program.
class ExamplesMenu : public QMenu {
    Q_OBJECT

public:
    explicit ExamplesMenu(const Theme& theme, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const QString& name);
};

} // namespace nei::ui
