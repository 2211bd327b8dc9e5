// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"

#include <QStackedWidget>

class QBoxLayout;

namespace nei::ui {

/// All of a provisioning profile: its facts, its allow-list, the certificates that it lets sign, its devices; or its
/// property list as XML.
class ProfileView : public QWidget {
    Q_OBJECT

public:
    explicit ProfileView(const Theme& theme, QWidget* parent = nullptr);

    /// `path`: where it lies in the source. `signer`: the certificate of the item that holds it; null where there is
    /// no item.
    void setProfile(const profile::Profile& profile, Timestamp now, const QString& path = {},
                    const signature::Certificate* signer = nullptr);
    void setNarrow(bool narrow);

    /// Shows a button with this text that emits backWanted; so does Escape.
    void offerBack(const QString& text);

    TreeView* table() const { return allowed_->view(); }
    TreeView* certificates() const { return certificates_; }
    TreeView* devices() const { return devices_->view(); }
    void showXml(bool xml);
    QString xml() const { return xml_->toPlainText(); }

Q_SIGNALS:
    void backWanted();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeBody(const Theme& theme);
    void showMeaning(const QModelIndex& index);

    profile::Profile profile_;
    bool has_xml_ = false; ///< whether xml_ is of profile_
    PaneHead* head_;
    QPushButton *as_xml_, *back_;
    QStackedWidget* stack_;
    FactGrid* facts_;
    PaneHead *allowed_head_, *certificates_head_, *devices_head_;
    TreeModel *allowed_model_, *certificates_model_, *devices_model_;
    TablePane *allowed_, *devices_;
    TreeView* certificates_;
    QLabel* meaning_;
    QBoxLayout* columns_;
    QPlainTextEdit* xml_;
};

} // namespace nei::ui
