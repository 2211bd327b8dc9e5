// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/widgets.h"

namespace nei::ui {

/// One sentence that says what the system will do, on a quiet fill in the colour of its mark. Hidden while there is
/// nothing to say.
class VerdictStrip : public QWidget {
    Q_OBJECT

public:
    explicit VerdictStrip(const Theme& theme, QWidget* parent = nullptr);

    /// The sentence may come from a bundle in parts; it is shown letter by letter. Empty: nothing to say.
    void setVerdict(Mark mark, const QString& sentence);
    QString sentence() const { return sentence_->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;
    Mark mark_ = Mark::none;
    IconLabel* icon_;
    QLabel* sentence_;
};

} // namespace nei::ui
