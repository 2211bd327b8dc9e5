// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/document.h"

#include "core/verify/verify.h"
#include "ui/common/text.h"

namespace nei::ui {
namespace {

Timestamp now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::shared_ptr<const rules::Judgement> judgement_of(const bundle::Bundle& bundle, const Judged& known,
                                                     rules::Intent intent) {
    intent.date = now();
    return std::make_shared<const rules::Judgement>(
        rules::judge({bundle, known.integrity.get(), known.names.get()}, intent));
}

/// What can be said at once, then all of it. Where verification or names cannot be had the rules say less, and the
/// judgement says so.
Result<Judged> judge(const Opened& opened, const rules::Intent& intent, const TaskControl& control,
                     const std::function<void(Judged)>& publish) {
    Judged judged;
    judged.judgement = judgement_of(*opened.bundle, judged, intent);
    if (opened.files == nullptr || opened.bundle->items.empty()) return judged;
    publish(judged);
    auto integrity =
        verify::verify(*opened.files, *opened.bundle,
                       {.trust = opened.trust ? *opened.trust : signature::TrustStore::apple(), .control = control});
    if (integrity) judged.integrity = std::make_shared<const verify::Integrity>(*std::move(integrity));
    auto names = rules::read_code_names(*opened.files, *opened.bundle, control);
    if (names) judged.names = std::make_shared<const rules::CodeNames>(*std::move(names));
    judged.judgement = judgement_of(*opened.bundle, judged, intent);
    return judged;
}

} // namespace

Document::Document(std::filesystem::path path, Opener opener, Workers& workers, QObject* parent)
    : QObject(parent), path_(std::move(path)), opener_(std::move(opener)), workers_(workers), job_(workers),
      check_job_(workers), judge_job_(workers) {}

/// What thousands of items are made of takes longer to free than a frame lasts.
void Document::take(const Opened& opened) {
    opened_ = {workers_.freed(opened.bundle), workers_.freed(opened.files), opened.trust};
    forget();
}

void Document::load() {
    const auto take_structure = [this](const Opened& structure) {
        if (bundle()) return; // one from before says more
        take(structure);
        setState(State::loading);
    };
    const auto take_result = [this](const Result<Opened>& result) {
        if (result) {
            take(*result);
            setState(State::ready);
            check();
        } else {
            error_ = result.error();
            setState(State::failed);
        }
    };
    job_.startInParts<Opened>(
        [opener = opener_, path = path_](const TaskControl& control, const TakeStructure& structure) {
            return opener(path, control, structure);
        },
        take_structure, take_result);
    setState(State::loading);
}

/// What was found out belongs to the bundle of before.
void Document::forget() {
    check_job_.cancel();
    judge_job_.cancel();
    judged_ = {};
    checking_ = Checking::none;
}

void Document::check() {
    if (!bundle() || bundle()->structure_only) return;
    judge_job_.cancel();
    const rules::Intent intent = intent_;
    const auto take_part = [this](const Judged& judged) { setJudged(judged, Checking::running); };
    const auto take_result = [this, intent](const Result<Judged>& judged) {
        if (!judged) return setJudged(judged_, Checking::stopped);
        setJudged(*judged, judged->integrity ? Checking::done : Checking::none);
        if (intent_ != intent) judgeAgain();
    };
    check_job_.startInParts<Judged>(
        [opened = opened_, intent](const TaskControl& control, const std::function<void(Judged)>& publish) {
            return judge(opened, intent, control, publish);
        },
        take_part, take_result);
    setJudged(judged_, files() ? Checking::running : Checking::none);
}

void Document::setIntent(rules::Intent intent) {
    if (intent == intent_) return;
    intent_ = std::move(intent);
    judgeAgain();
}

void Document::judgeAgain() {
    if (!bundle() || bundle()->structure_only) return;
    judge_job_.start(
        [opened = opened_, known = judged_, intent = intent_](const TaskControl&) -> Result<Judged> {
            Judged judged = known;
            judged.judgement = judgement_of(*opened.bundle, known, intent);
            return judged;
        },
        [this](const Result<Judged>& judged) {
            if (judged) setJudged({judged_.integrity, judged_.names, judged->judgement}, checking_);
        });
}

void Document::setJudged(const Judged& judged, Checking checking) {
    judged_ = {workers_.freed(judged.integrity), workers_.freed(judged.names), workers_.freed(judged.judgement)};
    checking_ = checking;
    Q_EMIT judgedChanged();
}

void Document::cancel() {
    if (!job_.isRunning()) {
        if (!check_job_.isRunning()) return;
        check_job_.cancel();
        return setJudged(judged_, Checking::stopped);
    }
    job_.cancel();
    if (bundle() && bundle()->structure_only) opened_ = {};
    setState(bundle() ? State::ready : State::stopped);
}

QString Document::fileName() const {
    // A path that ends with a slash has no last part.
    const std::filesystem::path name = path_.has_filename() ? path_.filename() : path_.parent_path().filename();
    return shown(name.string());
}

QString Document::title() const {
    if (!bundle() || bundle()->items.empty()) return fileName();
    const bundle::CodeItem& first = bundle()->items.front();
    if (first.path != "." || !first.version) return fileName();
    QString title = fileName() + QLatin1Char(' ') + shown(*first.version);
    if (first.build && first.build != first.version) title += QStringLiteral(" (%1)").arg(shown(*first.build));
    return title;
}

void Document::setState(State state) {
    state_ = state;
    Q_EMIT changed();
}

} // namespace nei::ui
