// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

#include <QAbstractItemModel>
#include <QStringList>

namespace nei::test {

/// An app with a framework, a command beside its executable, a packet tunnel appex with a profile, and one item whose
/// signature could not be read. Made by hand: nothing of it comes from a file.
std::shared_ptr<const bundle::Bundle> sample_bundle();

/// The time that the sample's dates are judged at.
Timestamp sample_now();

/// Rows of a model as lines, two blanks a level, cells joined by " | ", empty cells at the end left out.
QStringList picture(const QAbstractItemModel& model, const QModelIndex& parent);

} // namespace nei::test
