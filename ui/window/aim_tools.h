// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/rules/finding.h"
#include "ui/common/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace nei::ui {

class Document;

/// "Ships as ... on ...": what the user means to do with the bundle in front. Each change is judged at once.
class AimTools : public QWidget {
    Q_OBJECT

public:
    explicit AimTools(const Theme& theme, QWidget* parent = nullptr);

    /// Null: none is in front.
    void show(Document* document);
    void setNarrow(bool narrow);

    QComboBox* distribution() const { return distribution_; }
    QToolButton* target() const { return target_; }
    QLineEdit* device() const { return device_; }
    QLineEdit* system() const { return system_; }

private:
    void makeTarget();
    void take();
    void showTarget();

    const Theme& theme_;
    Document* document_ = nullptr;
    std::shared_ptr<const bundle::Bundle> shown_; ///< what the choices are of
    rules::Intent shown_intent_;
    QLabel *ships_as_, *on_;
    QComboBox* distribution_;
    QToolButton* target_;
    QLineEdit *device_, *system_;
    QLabel* wrong_;
};

} // namespace nei::ui
