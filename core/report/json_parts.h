// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/json_value.h"

namespace nei::verify {
struct NotChecked;
void write(report::JsonWriter& json, const NotChecked& not_checked);
} // namespace nei::verify

/// The parts that documents are made of, one function for each type of core.
namespace nei::report {

/// Members of every document: "schema", "source" and "tool". `command` is the schema's name.
void write_head(JsonWriter& json, std::string_view command, const bundle::SourceInfo& source);

void write(JsonWriter& json, const signature::Certificate& certificate);
void write(JsonWriter& json, const signature::CodeDirectory& directory);
void write(JsonWriter& json, const signature::Signature& signature);
void write(JsonWriter& json, const signature::Ticket& ticket);
void write(JsonWriter& json, const profile::Profile& profile);
void write(JsonWriter& json, const profile::Authorisation& authorisation);
void write(JsonWriter& json, const bundle::CodeSlice& slice);
void write(JsonWriter& json, const bundle::InstallerPackage& package);
void write(JsonWriter& json, const Problem& problem);

/// Its slices of this architecture only; "" for all. `files`: null where they were not asked for.
void write_item(JsonWriter& json, const bundle::Bundle& bundle, const bundle::CodeItem& item,
                std::string_view architecture, const bundle::FileList* files);

/// The member "files".
void write_files(JsonWriter& json, const bundle::Bundle& bundle, const bundle::FileList& list);

/// The member "certificates".
void write_certificates(JsonWriter& json, const std::vector<signature::CertificatePointer>& certificates);

} // namespace nei::report
