// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/verify/integrity.h"
#include "ui/common/chip_bar.h"
#include "ui/common/verdict_strip.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// Name, kind, identifier, version, verdict and fact chips of an item or an installer package. It belongs to the item:
/// the views below it change, it does not.
class ItemHeader : public QFrame {
    Q_OBJECT

public:
    explicit ItemHeader(const Theme& theme, QWidget* parent = nullptr);

    /// `integrity`: null until it was verified.
    void setItem(const bundle::Bundle& bundle, const bundle::CodeItem& item,
                 const verify::Integrity* integrity = nullptr);
    /// The facts again, with what verification found.
    void setChecked(const bundle::Bundle& bundle, const bundle::CodeItem& item, const verify::Integrity& integrity);
    void setPackage(const bundle::Bundle& bundle, const bundle::InstallerPackage& package);
    /// The sentence that says what the system will do with the item. It stays until another is given; empty takes it
    /// away.
    void setVerdict(Mark mark, const QString& sentence);
    /// In a narrow window the identifier gives way and the chips take one line.
    void setNarrow(bool narrow);

private:
    struct Texts {
        QString name, kind, identifier, version;
    };
    void showTexts(const QString& icon, const Texts& texts, const std::vector<ChipText>& chips);

    IconLabel* icon_;
    ElidedLabel* name_;
    ElidedLabel* kind_;
    ElidedLabel* identifier_;
    ElidedLabel* version_;
    VerdictStrip* verdict_;
    ChipBar* chips_;
};

} // namespace nei::ui
