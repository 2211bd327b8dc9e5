// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/job.h"
#include "ui/common/settings.h"

#include <QDateTime>
#include <QStringList>

#include <filesystem>
#include <functional>

namespace nei::ui {

/// One thing that was opened before.
struct RecentFile {
    std::filesystem::path path;
    QString icon;   ///< name of an icon: what it was
    QString title;  ///< "Fernway.app"
    QString second; ///< "2.1 (345), Developer ID"; empty where nothing more is known
    QDateTime opened;

    bool operator==(const RecentFile&) const = default;
};

/// "Today 14:02", "Yesterday", "2026-11-17".
QString recent_time(const QDateTime& opened, const QDateTime& now);

/// What was opened lately, the latest first. Kept in the settings. Which of them still exist is found out on a worker:
/// a path may lie on a network that does not answer.
class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t most = 12;

    RecentFiles(Settings& settings, Workers& workers, QObject* parent = nullptr);

    /// All that are remembered.
    const std::vector<RecentFile>& all() const { return files_; }
    /// Those that were there when they were last looked for.
    std::vector<RecentFile> present() const;

    /// Puts it first, unless the settings say that nothing is kept. It counts as present: it was just read.
    void add(RecentFile file);
    void clear();
    /// Looks which of them exist; `changed` follows where the answer is another one.
    void look();

Q_SIGNALS:
    void changed();

private:
    void store();

    Settings& settings_;
    std::vector<RecentFile> files_;
    std::vector<std::filesystem::path> there_;
    JobSlot job_;
};

} // namespace nei::ui
