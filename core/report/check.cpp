// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/check.h"

#include <algorithm>
#include <set>

namespace nei::report {

const Accepted* Check::accepted(const rules::Finding& finding) const {
    return baseline ? baseline->find(rules::fingerprint(finding, bundle), intent.date) : nullptr;
}

std::vector<const Accepted*> Check::unused() const {
    std::vector<const Accepted*> left;
    if (!baseline) return left;
    std::set<std::string> present;
    for (const rules::Finding& finding : judgement.findings) present.insert(rules::fingerprint(finding, bundle));
    for (const Accepted& entry : baseline->accepted)
        if (!present.contains(entry.fingerprint)) left.push_back(&entry);
    return left;
}

bool Check::has(rules::Severity severity) const {
    return std::ranges::any_of(judgement.findings, [&](const rules::Finding& finding) {
        return finding.severity <= severity && !accepted(finding);
    });
}

} // namespace nei::report
