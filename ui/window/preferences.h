// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/recent.h"
#include "ui/common/settings.h"

#include <QDialog>

class QVBoxLayout;

namespace nei::ui {

/// What can be chosen about the program. Each choice applies at once; there is nothing to confirm.
class Preferences : public QDialog {
    Q_OBJECT

public:
    Preferences(const Theme& theme, Settings& settings, RecentFiles& recent, QWidget* parent = nullptr);

private:
    QVBoxLayout* addGroup(const Theme& theme, const QString& title);
    void addAppearance(const Theme& theme);
    void addRecent(const Theme& theme);
    void addReading(const Theme& theme);

    Settings& settings_;
    RecentFiles& recent_;
    QVBoxLayout* column_;
};

} // namespace nei::ui
