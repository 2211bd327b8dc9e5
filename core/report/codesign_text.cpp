// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/codesign_text.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "core/signature/super_blob.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::CodeItem;
using bundle::CodeSlice;
using signature::CodeDirectory;
using signature::Signature;

/// As LC_BUILD_VERSION packs it: four digits, two, two.
std::uint32_t packed(const macho::Version& version) {
    return version.major << 16 | version.minor << 8 | version.patch;
}

/// "app bundle with Mach-O universal (x86_64 arm64)"
std::string format_words(const CodeItem& item) {
    std::string words;
    if (item.executable != item.path) {
        const std::string* type = item.info_plist ? item.info_plist->find_string("CFBundlePackageType") : nullptr;
        words = type && *type == "APPL" ? "app bundle" : "bundle";
        if (!item.slices.empty()) words += " with ";
    }
    if (item.slices.empty()) return words;
    std::vector<std::string_view> names;
    for (const CodeSlice& slice : item.slices) names.push_back(slice.code.architecture);
    const bool universal = names.size() > 1 || item.slices.front().code.offset > 0;
    return words + fmt::format("Mach-O {} ({})", universal ? "universal" : "thin", fmt::join(names, " "));
}

/// Writes the lines of one signature.
class Lines {
public:
    Lines(const bundle::Bundle& bundle, const CodeItem& item, const CodeSlice* slice, const Signature& signature)
        : bundle_(bundle), item_(item), slice_(slice), signature_(signature) {}

    std::string write() {
        if (!item_.executable.empty())
            line("Executable={}", item_.executable == "." ? bundle_.source.name : item_.executable);
        line("Identifier={}", signature_.identifier);
        if (const std::string format = format_words(item_); !format.empty()) line("Format={}", format);
        if (!signature_.code_directories.empty())
            directory(signature_.code_directories[signature_.preferred_directory()]);
        signer();
        if (item_.ticket) line("Notarization Ticket=stapled");
        sealed();
        return std::move(text_);
    }

private:
    template <class... Arguments>
    void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        text_ += display_text(fmt::format(format, std::forward<Arguments>(arguments)...));
        text_ += '\n';
    }

    void directory(const CodeDirectory& directory) {
        line("CodeDirectory v={:x} size={} flags={} hashes={}+{} location=embedded", directory.version,
             directory.length, flags_words(directory.flags), directory.code_slots, directory.special_slots);
        if (directory.platform != 0) line("Platform identifier={}", directory.platform);
        versions();
        line("Hash type={} size={}", signature::hash_type_name(directory.hash_type), directory.hash_size);
        candidates();
        if (signature_.code_directories.size() == 1 && !directory.cdhash_full.empty()) {
            line("CMSDigest={}", to_hex(directory.cdhash_full));
            line("CMSDigestType={}", directory.hash_type);
        }
        if (directory.exec_seg_base) line("Executable Segment base={}", *directory.exec_seg_base);
        if (directory.exec_seg_limit) line("Executable Segment limit={}", *directory.exec_seg_limit);
        if (directory.exec_seg_flags) line("Executable Segment flags=0x{:x}", *directory.exec_seg_flags);
        line("Page size={}", directory.page_size == 0 ? "none" : std::to_string(directory.page_size));
        if (!directory.cdhash_full.empty()) line("CDHash={}", to_hex(directory.cdhash()));
    }

    void versions() {
        if (!slice_ || slice_->code.platforms.empty()) return;
        const macho::Platform& platform = slice_->code.platforms.front();
        line("VersionPlatform={}", platform.number);
        line("VersionMin={}", packed(platform.minimum_os));
        if (platform.sdk) line("VersionSDK={}", packed(*platform.sdk));
    }

    void candidates() {
        std::vector<std::string> names;
        for (const CodeDirectory& each : signature_.code_directories) {
            const std::string name = signature::hash_type_name(each.hash_type);
            names.push_back(name);
            if (each.cdhash_full.empty()) continue;
            line("CandidateCDHash {}={}", name, to_hex(each.cdhash()));
            line("CandidateCDHashFull {}={}", name, to_hex(each.cdhash_full));
        }
        line("Hash choices={}", fmt::join(names, ","));
    }

    void signer() {
        if (signature_.cms_size == 0 && !signature_.signer) {
            line("Signature=adhoc");
            return;
        }
        line("Signature size={}", signature_.cms_size);
        if (!signature_.signer) line("Authority=(unavailable)");
        for (const auto& certificate : signature::order_chain(signature_.signer, signature_.certificates))
            if (certificate)
                line("Authority={}",
                     certificate->common_name.empty() ? certificate->subject : certificate->common_name);
        if (signature_.timestamp)
            line("Timestamp={}", to_display(*signature_.timestamp));
        else if (signature_.signing_time)
            line("Signed Time={}", to_display(*signature_.signing_time));
    }

    bool binds(std::uint32_t slot) const {
        return std::ranges::any_of(signature_.code_directories, [&](const CodeDirectory& directory) {
            return directory.special_slot_hashes.contains(slot);
        });
    }

    void sealed() {
        const plist::Dictionary* info = item_.info_plist ? item_.info_plist->dictionary() : nullptr;
        if (!binds(signature::slot_info_plist))
            line("Info.plist=not bound");
        else if (info)
            line("Info.plist entries={}", info->size());
        line("TeamIdentifier={}", signature_.team_id.value_or("not set"));
        if (!signature_.code_directories.empty())
            if (const auto runtime = signature_.code_directories[signature_.preferred_directory()].runtime_version)
                line("Runtime Version={}", signature::runtime_version_text(*runtime));
        if (item_.seal)
            line("Sealed Resources version={} rules={} files={}", item_.seal->version, item_.seal->rules,
                 item_.seal->files);
        else if (!binds(signature::slot_resource_directory))
            line("Sealed Resources=none");
        const auto set = std::ranges::find(signature_.slots, signature::slot_requirements, &signature::SlotEntry::slot);
        if (set == signature_.slots.end())
            line("Internal requirements=none");
        else
            line("Internal requirements count={} size={}", signature_.requirements.size(), set->length);
    }

    const bundle::Bundle& bundle_;
    const CodeItem& item_;
    const CodeSlice* slice_;
    const Signature& signature_;
    std::string text_;
};

} // namespace

std::string codesign_text(const bundle::Bundle& bundle, const CodeItem& item, std::optional<std::size_t> slice) {
    const CodeSlice* shown = slice ? &item.slices.at(*slice) : item.main_slice();
    const Signature* signature = shown && shown->signature ? &*shown->signature : nullptr;
    if (!shown && item.detached_signature) signature = item.detached_signature.get();
    if (!signature) {
        const bool unreadable = shown && shown->has_unreadable_signature();
        return display_text(item.path == "." ? item.name : item.path) +
               (unreadable ? ": the signature cannot be read\n" : ": code object is not signed at all\n");
    }
    return Lines(bundle, item, shown, *signature).write();
}

} // namespace nei::report
