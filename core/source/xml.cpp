// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/xml.h"

#include "core/base/limits.h"
#include "core/base/text.h"

#include <QStringConverter>
#include <QXmlStreamReader>

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::unexpected<Error> too_large(std::string_view what, std::string_view why) {
    return fail(ErrorCode::too_large, fmt::format("{} {}, and is not read.", what, why));
}

/// Looks at what may not reach the reader: it compares each attribute of a tag with all others, and it would expand
/// entities that a document declares.
class Markup {
public:
    Markup(QStringView text, std::string_view what) : text_(text), what_(what) {}

    Result<void> check() {
        while (at_ >= 0 && at_ < text_.size()) {
            at_ = text_.indexOf(u'<', at_);
            if (at_ < 0) break;
            if (skipped(u"<!--", u"-->") || skipped(u"<![CDATA[", u"]]>") || skipped(u"<?", u"?>")) continue;
            if (const auto fine = tag(); !fine) return fine;
        }
        return {};
    }

private:
    /// Unclosed ones are for the reader to complain about.
    bool skipped(QStringView start, QStringView end) {
        if (!text_.mid(at_).startsWith(start)) return false;
        at_ = text_.indexOf(end, at_ + start.size());
        return true;
    }

    Result<void> tag() {
        const bool declaration = text_.mid(at_).startsWith(u"<!");
        std::size_t attributes = 0;
        QChar quote;
        for (++at_; at_ < text_.size(); ++at_) {
            const QChar character = text_[at_];
            if (!quote.isNull()) {
                if (character == quote) quote = QChar();
            } else if (character == u'"' || character == u'\'') {
                quote = character;
            } else if (character == u'>') {
                break;
            } else if (character == u'=' && ++attributes > limits::xml_attributes) {
                return too_large(what_,
                                 fmt::format("has an element with more than {} attributes", limits::xml_attributes));
            } else if (character == u'[' && declaration) {
                return fail(ErrorCode::unsupported,
                            fmt::format("{} declares entities or a document type of its own, and is not read.", what_));
            }
        }
        return {};
    }

    QStringView text_;
    std::string_view what_;
    qsizetype at_ = 0;
};

class Builder {
public:
    Builder(const QString& text, std::string_view what) : reader_(text), what_(what) {
        reader_.setNamespaceProcessing(false); // otherwise each name is looked up among all that were declared
        reader_.setEntityExpansionLimit(0);
    }

    Result<XmlElement> build() {
        while (!reader_.atEnd()) {
            const auto fine = take(reader_.readNext());
            if (!fine) return std::unexpected(fine.error());
        }
        if (reader_.hasError() || !root_)
            return fail(ErrorCode::malformed,
                        fmt::format("{} is no well-formed XML: {} in line {}.", what_,
                                    display_text(reader_.errorString().toStdString()), reader_.lineNumber()));
        return std::move(*root_);
    }

private:
    Result<void> take(QXmlStreamReader::TokenType token) {
        switch (token) {
        case QXmlStreamReader::StartElement: return start();
        case QXmlStreamReader::EndElement: end(); return {};
        case QXmlStreamReader::Characters:
            if (!open_.empty()) open_.back().text += reader_.text().toUtf8().toStdString();
            return {};
        case QXmlStreamReader::DTD:
            if (reader_.entityDeclarations().isEmpty()) return {};
            return fail(ErrorCode::unsupported, fmt::format("{} declares entities, and is not read.", what_));
        default: return {};
        }
    }

    Result<void> start() {
        if (open_.size() == limits::xml_depth)
            return too_large(what_, fmt::format("nests more than {} levels deep", limits::xml_depth));
        if (++elements_ > limits::xml_elements)
            return too_large(what_, fmt::format("has more than {} elements", grouped(limits::xml_elements)));
        XmlElement& element = open_.emplace_back();
        element.name = without_prefix(reader_.name());
        for (const QXmlStreamAttribute& attribute : reader_.attributes())
            element.attributes.emplace_back(without_prefix(attribute.name()), attribute.value().toUtf8().toStdString());
        return {};
    }

    void end() {
        XmlElement element = std::move(open_.back());
        open_.pop_back();
        element.text = std::string(trimmed(element.text));
        if (open_.empty())
            root_ = std::move(element);
        else
            open_.back().children.push_back(std::move(element));
    }

    static std::string without_prefix(QStringView name) {
        return name.mid(name.lastIndexOf(u':') + 1).toUtf8().toStdString();
    }

    QXmlStreamReader reader_;
    std::string_view what_;
    std::vector<XmlElement> open_;
    std::optional<XmlElement> root_;
    std::size_t elements_ = 0;
};

} // namespace

const std::string* XmlElement::attribute(std::string_view wanted) const {
    const auto found = std::ranges::find(attributes, wanted, &std::pair<std::string, std::string>::first);
    return found == attributes.end() ? nullptr : &found->second;
}

const XmlElement* XmlElement::child(std::string_view wanted) const {
    const auto found = std::ranges::find(children, wanted, &XmlElement::name);
    return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::attribute_text(std::string_view wanted) const {
    const std::string* found = attribute(wanted);
    return found ? std::string_view(*found) : std::string_view();
}

std::string_view XmlElement::child_text(std::string_view wanted) const {
    const XmlElement* found = child(wanted);
    return found ? std::string_view(found->text) : std::string_view();
}

Result<XmlElement> parse_xml(ByteView bytes, std::string_view what) {
    if (bytes.size() > limits::xml_bytes)
        return too_large(what,
                         fmt::format("has {} bytes, more than {}", grouped(bytes.size()), grouped(limits::xml_bytes)));
    const QByteArrayView view(bytes.data(), static_cast<qsizetype>(bytes.size()));
    // Decoded here, so that what is checked is what is read: whatever else the document says of its encoding.
    QStringDecoder decoder(QStringConverter::encodingForData(view).value_or(QStringConverter::Utf8));
    const QString text = decoder.decode(view);
    if (const auto fine = Markup(text, what).check(); !fine) return std::unexpected(fine.error());
    return Builder(text, what).build();
}

} // namespace nei::source
