// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/json_value.h"

/// The parts that documents are made of, one function for each type of core.
namespace nei::report {

nlohmann::json to_json(const signature::Certificate& certificate);
nlohmann::json to_json(const signature::CodeDirectory& directory);
nlohmann::json to_json(const signature::Signature& signature);
nlohmann::json to_json(const signature::Ticket& ticket);
nlohmann::json to_json(const profile::Profile& profile);
nlohmann::json to_json(const profile::Authorisation& authorisation);
nlohmann::json to_json(const bundle::CodeSlice& slice);

/// `architecture`: only this slice; "" for all. `parent`: path of the item that holds it, "" where there is none.
nlohmann::json to_json(const bundle::CodeItem& item, std::string_view parent, std::string_view architecture);

/// What every document starts with: schema, tool, source and problems.
nlohmann::json document_head(std::string_view command, const bundle::SourceInfo& source, const Problems& problems);

nlohmann::json certificates_json(const std::vector<signature::CertificatePointer>& certificates);

} // namespace nei::report
