// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/job.h"

#include <QCoreApplication>

#ifdef Q_OS_LINUX
#include <sys/resource.h>

#include <unistd.h>
#endif

namespace nei::ui {
namespace {

constexpr int slow_after_ms = 300;
constexpr int progress_every_ms = 100;
// Parsers that nest (property lists, requirements, DER) are capped in depth by core/base/limits.h; this is ample for
// them and the same everywhere, while defaults differ (8 MB on Linux, 512 KB on macOS).
constexpr uint worker_stack_bytes = 8U * 1024U * 1024U;

} // namespace

Workers::Workers() {
    pool_.setStackSize(worker_stack_bytes);
    pool_.setThreadPriority(QThread::LowPriority);
}

void Workers::release(std::shared_ptr<const void> value) {
    if (QThread::currentThread() != QCoreApplication::instance()->thread()) return value.reset();
    pool_.start([value = std::move(value)]() mutable {
        giveWay();
        value.reset();
    });
}

void Workers::giveWay() {
#ifdef Q_OS_LINUX
    // Linux has no priorities for ordinary threads, but each has a nice value of its own; the threads that core starts
    // from a worker inherit it.
    constexpr int nice_of_workers = 5;
    thread_local const int done = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice_of_workers);
    static_cast<void>(done); // refused: then all are equal
#endif
}

JobSlot::JobSlot(Workers& workers, QObject* parent) : QObject(parent), workers_(workers) {
    slow_timer_.setSingleShot(true);
    slow_timer_.setInterval(slow_after_ms);
    progress_timer_.setInterval(progress_every_ms);
    connect(&slow_timer_, &QTimer::timeout, this, [this] {
        slow_ = true;
        Q_EMIT becameSlow();
        showProgress();
        progress_timer_.start();
    });
    connect(&progress_timer_, &QTimer::timeout, this, &JobSlot::showProgress);
}

JobSlot::~JobSlot() {
    if (shared_) shared_->stop.request_stop();
}

std::shared_ptr<JobSlot::Shared> JobSlot::begin() {
    cancel();
    shared_ = std::make_shared<Shared>();
    slow_timer_.start();
    Q_EMIT started();
    return shared_;
}

void JobSlot::end() {
    shared_.reset();
    slow_ = false;
    slow_timer_.stop();
    progress_timer_.stop();
    Q_EMIT ended();
}

void JobSlot::cancel() {
    if (!shared_) return;
    shared_->stop.request_stop();
    end();
}

void JobSlot::showProgress() {
    if (!shared_) return;
    Progress progress;
    {
        const std::scoped_lock lock(shared_->mutex);
        progress = shared_->progress;
    }
    Q_EMIT progressed(progress);
}

TaskControl JobSlot::controlOf(const std::shared_ptr<Shared>& shared) {
    return {.stop = shared->stop.get_token(), .report = [shared](const Progress& progress) {
                const std::scoped_lock lock(shared->mutex);
                shared->progress = progress;
            }};
}

} // namespace nei::ui
