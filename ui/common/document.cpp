// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/document.h"

#include "ui/common/text.h"

namespace nei::ui {

Document::Document(std::filesystem::path path, Opener opener, Workers& workers, QObject* parent)
    : QObject(parent), path_(std::move(path)), opener_(std::move(opener)), workers_(workers), job_(workers) {}

/// What thousands of items are made of takes longer to free than a frame lasts.
void Document::take(const Opened& opened) {
    opened_ = {workers_.freed(opened.bundle), workers_.freed(opened.files)};
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

void Document::cancel() {
    if (!job_.isRunning()) return;
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
