// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/hostile_bundle.h"

#include "tests/gui/sample.h"
#include "tests/support/memory_tree.h"

namespace nei::test {
namespace {

using plist::Value;

/// Gives one text after the other, and with each a number: keys have to differ.
class Texts {
public:
    std::string next() {
        const std::size_t number = next_++;
        const std::vector<std::string>& all = hostile_texts();
        const std::string& text = all[number % all.size()];
        return text.empty() ? text : text + std::to_string(number);
    }

private:
    std::size_t next_ = 0;
};

Value values(Texts& texts) {
    plist::Dictionary dictionary;
    plist::Array array;
    for (std::size_t i = 0; i < hostile_texts().size(); ++i) {
        array.push_back(Value(texts.next()));
        dictionary[texts.next()] = Value(texts.next());
    }
    dictionary["list"] = Value(array);
    return Value(dictionary);
}

signature::CertificatePointer certificate(Texts& texts) {
    auto certificate = std::make_shared<signature::Certificate>();
    certificate->common_name = texts.next();
    certificate->subject = texts.next();
    certificate->issuer = texts.next();
    certificate->organization = texts.next();
    certificate->not_after = *from_rfc3339("2029-03-12");
    return certificate;
}

void spoil(signature::Signature& signature, Texts& texts) {
    signature.identifier = texts.next();
    signature.team_id = texts.next();
    for (signature::CodeDirectory& directory : signature.code_directories) directory.identifier = texts.next();
    signature.designated_requirement = {.text = texts.next(), .is_explicit = true};
    signature.certificates = {certificate(texts), certificate(texts)};
    signature.signer = signature.certificates.front();
    signature.constraints.self = values(texts);
}

void spoil(profile::Profile& profile, Texts& texts) {
    profile.name = texts.next();
    profile.app_id = texts.next();
    profile.team_id = texts.next();
    profile.team_name = texts.next();
    profile.signature.signer = texts.next();
    profile.platforms = {texts.next(), texts.next()};
    profile.entitlements = values(texts);
}

void spoil(macho::Slice& code, Texts& texts) {
    code.install_name = texts.next();
    for (std::size_t i = 0; i < hostile_texts().size(); ++i) {
        code.libraries.push_back({.path = texts.next(), .current_version = {}, .compatibility_version = {}});
        code.rpaths.push_back(texts.next());
    }
}

void spoil(bundle::CodeItem& item, Texts& texts) {
    item.name = texts.next();
    item.bundle_identifier = texts.next();
    item.version = texts.next();
    item.build = texts.next();
    item.info_plist = values(texts);
    item.profile_path = texts.next();
    if (item.provider)
        item.provider->extension_points.push_back({.identifier = texts.next(), .principal_class = texts.next()});
    for (bundle::CodeSlice& slice : item.slices) {
        spoil(slice.code, texts);
        for (std::size_t i = 0; i < slice.code.libraries.size(); ++i)
            slice.library_targets.push_back(i % 2 == 0 ? texts.next() : std::string());
        if (slice.signature) spoil(*slice.signature, texts);
    }
    if (item.profile) spoil(*item.profile, texts);
    if (item.slices.empty()) return;
    for (std::size_t i = 0; i < hostile_texts().size() * 2; ++i) {
        profile::Authorisation row;
        row.key = texts.next();
        row.restricted = i % 3 != 0;
        row.claimed_xml = Value(texts.next());
        row.claimed_der = i % 2 == 0 ? row.claimed_xml : std::optional(Value(texts.next()));
        row.allowed = Value(texts.next());
        row.verdict = i % 2 == 0 ? profile::Verdict::not_allowed : profile::Verdict::allowed;
        item.authorisation.push_back(std::move(row));
    }
}

} // namespace

const std::vector<std::string>& hostile_texts() {
    static const std::vector<std::string> texts{
        "<b>x</b><img src=\"http://example.com/x.png\">",
        "a&b &amp; &lt;i&gt; &File",
        "\u202egnp.exe\u202c \u2066isolated\u2069",
        "tab\there, line\nend, bell\a, escape \x1b[31m",
        std::string(10'000, 'W'),
        "",
        "</p><a href=\"file:///etc\">link</a><style>*{color:red}</style>",
        "invalid \xff\xfe bytes",
        "%1 %2 %n {0} %s",
    };
    return texts;
}

std::shared_ptr<const bundle::Bundle> hostile_bundle() {
    auto bundle = std::make_shared<bundle::Bundle>(*sample_bundle());
    Texts texts;
    bundle->source.name = texts.next();
    for (bundle::CodeItem& item : bundle->items) spoil(item, texts);
    for (std::size_t i = 0; i < hostile_texts().size(); ++i)
        bundle->problems.push_back({.code = "file-truncated",
                                    .path = texts.next(),
                                    .message = texts.next(),
                                    .severity = ProblemSeverity::error});
    return bundle;
}

std::shared_ptr<const source::FileTree> hostile_files() {
    auto tree = std::make_shared<MemoryTree>("Fernway.app");
    for (const std::string& text : hostile_texts()) {
        std::string name = text;
        std::erase(name, '/');
        if (name.empty()) continue;
        tree->file("Contents/" + name, "text");
        tree->file("Contents/Resources/" + name + "/" + name, "text");
    }
    return tree;
}

} // namespace nei::test
