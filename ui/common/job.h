// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QtConcurrentRun>
#include <QThreadPool>
#include <QTimer>

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

namespace nei::ui {

/// The threads that jobs run on. Made in main before the window; its end waits for jobs, which were told to stop by
/// the end of their owners.
///
/// They give way to the UI thread: with as many busy workers as cores, the window is drawn first.
class Workers {
public:
    Workers();
    QThreadPool& pool() { return pool_; }

    /// Lets a worker free what is no longer needed, if this was the last to hold it.
    void release(std::shared_ptr<const void> value);

    /// The same value, freed by a worker wherever the last to hold it may be. It must not outlive this object.
    template <class Value>
    std::shared_ptr<Value> freed(std::shared_ptr<Value> value) {
        Value* plain = value.get();
        if (plain == nullptr) return {};
        return {plain, [this, value = std::move(value)](Value*) mutable { release(std::move(value)); }};
    }

    /// Gives the calling worker the low priority of all of them; the first call of a thread counts.
    static void giveWay();

private:
    QThreadPool pool_;
};

/// One piece of work at a time off the UI thread, for one owner. Starting anew, cancelling or destroying makes the
/// one before stale: it is asked to stop, and its result, whenever it comes, is dropped.
class JobSlot : public QObject {
    Q_OBJECT

public:
    explicit JobSlot(Workers& workers, QObject* parent = nullptr);
    ~JobSlot() override;

    bool isRunning() const { return shared_ != nullptr; }
    /// Runs for so long that progress should be shown (300 ms).
    bool isSlow() const { return slow_; }

    /// Calls `work(const TaskControl&)`, which returns a Result, on a worker; then `done` with that Result on the
    /// thread of this object. What `work` needs is moved into it: it outlives this object if it is slow to stop.
    template <class Work, class Done>
    void start(Work work, Done done);

    /// The same for work that has something to show before it is done: `work(const TaskControl&, publish)` calls
    /// `publish` with such Values, and `part` gets each of them, in order and before `done`.
    template <class Value, class Work, class Part, class Done>
    void startInParts(Work work, Part part, Done done);

    /// Asks the work to stop; no result will come.
    void cancel();

Q_SIGNALS:
    void started();
    void becameSlow();
    /// At most ten times a second, and only while slow.
    void progressed(const nei::Progress& progress);
    /// Done or cancelled; before the result is handed over.
    void ended();

private:
    struct Shared {
        std::stop_source stop;
        std::mutex mutex;
        Progress progress;
    };

    std::shared_ptr<Shared> begin();
    void end();
    void showProgress();
    static TaskControl controlOf(const std::shared_ptr<Shared>& shared);

    Workers& workers_;
    std::shared_ptr<Shared> shared_; ///< of the job that counts; null: none
    QTimer slow_timer_, progress_timer_;
    bool slow_ = false;
};

template <class Work, class Done>
void JobSlot::start(Work work, Done done) {
    using Value = typename std::invoke_result_t<Work&, const TaskControl&>::value_type;
    startInParts<Value>([work = std::move(work)](const TaskControl& control,
                                                 const std::function<void(Value)>&) mutable { return work(control); },
                        [](const Value&) {}, std::move(done));
}

template <class Value, class Work, class Part, class Done>
void JobSlot::startInParts(Work work, Part part, Done done) {
    struct Delivery {
        Result<Value> value;
        bool last = false;
    };
    const std::shared_ptr<Shared> shared = begin();
    auto* watcher = new QFutureWatcher<Delivery>(this);
    connect(watcher, &QFutureWatcherBase::resultReadyAt, this,
            [this, watcher, shared, part = std::move(part), done = std::move(done)](int index) mutable {
                if (shared != shared_) return;
                const Delivery delivery = watcher->future().resultAt(index);
                if (!delivery.last) return part(*delivery.value);
                end();
                done(delivery.value);
            });
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(
        QtConcurrent::run(&workers_.pool(), [work = std::move(work), shared](QPromise<Delivery>& promise) mutable {
            const auto publish = [&promise](Value value) { promise.addResult(Delivery{std::move(value), false}); };
            Workers::giveWay();
            try {
                promise.addResult(Delivery{work(controlOf(shared), publish), true});
            } catch (const std::exception& problem) { // in practice std::bad_alloc
                promise.addResult(Delivery{
                    fail(ErrorCode::read_failed, std::string("Reading stopped: ") + problem.what() + "."), true});
            }
        }));
}

} // namespace nei::ui
