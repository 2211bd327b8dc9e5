// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"
#include "ui/common/job.h"
#include "ui/common/judged.h"

#include <QString>

#include <filesystem>
#include <functional>

namespace nei::ui {

using BundlePointer = std::shared_ptr<const bundle::Bundle>;

/// What a path became: the bundle, and its files for whoever wants to read one of them.
struct Opened {
    BundlePointer bundle;
    std::shared_ptr<const source::FileTree> files;        ///< null where the bundle does not come from files
    std::shared_ptr<const signature::TrustStore> trust{}; ///< what chains are judged against; null: Apple's roots
};

/// Takes the structure of a bundle (bundle::ScanOptions::structure) as soon as it is known.
using TakeStructure = std::function<void(Opened)>;

/// How a path becomes a bundle: source::open and bundle::scan in the program, something else in tests.
using Opener = std::function<Result<Opened>(const std::filesystem::path&, const TaskControl&, const TakeStructure&)>;

/// One thing that was opened: its bundle once read, what went wrong while reading, its running job.
/// Lives on the UI thread.
class Document : public QObject {
    Q_OBJECT

public:
    enum class State {
        loading, ///< bundle() may be one from before, or Bundle::structure_only
        ready,   ///< bundle() is there
        failed,  ///< error() says why
        stopped, ///< by the user
    };

    Document(std::filesystem::path path, Opener opener, Workers& workers, QObject* parent = nullptr);

    /// Reads (again) off the UI thread, then verifies and judges. A bundle from before stays until the new one is
    /// there.
    void load();
    /// Stops what runs: reading, else verification.
    void cancel();
    /// Verifies (again) what was read.
    void check();

    /// What the user means to do with the bundle; another intent is judged at once.
    const rules::Intent& intent() const { return intent_; }
    void setIntent(rules::Intent intent);

    const std::filesystem::path& path() const { return path_; }
    QString fileName() const;
    /// "MyVPN.app 2.1 (345)" once known, before that the file's name.
    QString title() const;
    State state() const { return state_; }
    const BundlePointer& bundle() const { return opened_.bundle; }
    /// Null until there is a bundle.
    const std::shared_ptr<const source::FileTree>& files() const { return opened_.files; }
    const Error& error() const { return error_; }
    JobSlot& job() { return job_; }

    const Judged& judged() const { return judged_; }
    Checking checking() const { return checking_; }
    JobSlot& checkJob() { return check_job_; }
    /// Whether anything of it is still being read, verified or judged.
    bool isBusy() const { return job_.isRunning() || check_job_.isRunning() || judge_job_.isRunning(); }

Q_SIGNALS:
    /// State, bundle or error are others now.
    void changed();
    /// judged(), checking() or intent() are others now.
    void judgedChanged();

private:
    void setState(State state);
    void take(const Opened& opened);
    void forget();
    void setJudged(const Judged& judged, Checking checking);
    void judgeAgain();

    std::filesystem::path path_;
    Opener opener_;
    Workers& workers_;
    State state_ = State::loading;
    Opened opened_;
    Error error_{};
    rules::Intent intent_;
    Judged judged_;
    Checking checking_ = Checking::none;
    JobSlot job_, check_job_, judge_job_;
};

} // namespace nei::ui
