// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/document.h"
#include "ui/common/settings.h"

#include <QTimer>

namespace nei::ui {

/// Has a document read again when its files have become others, if the settings want that. It looks every two seconds
/// while the program is in front, on a worker, and acts when two looks in a row saw the same: a build takes a while.
/// A file that is gone is no change: it is being replaced, or its disk is away.
class FileWatch : public QObject {
    Q_OBJECT

public:
    FileWatch(Document& document, const Settings& settings, Workers& workers, QObject* parent = nullptr);

    /// Looks once, whatever the timer says.
    void look();
    bool isLooking() const { return job_.isRunning(); }

private:
    /// Size and time of each file that is looked at.
    struct Seen {
        std::vector<std::int64_t> numbers;
        bool is_there = false; ///< the document's own path
        bool operator==(const Seen&) const = default;
    };

    static Seen see(const std::vector<std::filesystem::path>& files);
    std::vector<std::filesystem::path> files() const;
    void take(const Seen& seen);

    Document& document_;
    JobSlot job_;
    QTimer timer_;
    BundlePointer bundle_; ///< whose files `known_` is about
    std::optional<Seen> known_, pending_;
};

} // namespace nei::ui
