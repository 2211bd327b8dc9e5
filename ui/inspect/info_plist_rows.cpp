// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/info_plist_rows.h"

#include "core/base/text.h"
#include "core/ne/knowledge.h"
#include "ui/common/text.h"

#include <QCoreApplication>

namespace nei::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("InfoPlist", text);
}

QString value_text(const plist::Value& value) {
    if (const plist::Dictionary* dictionary = value.dictionary())
        return from_utf8(counted(dictionary->size(), "key", "keys"));
    if (const plist::Array* array = value.array()) return from_utf8(counted(array->size(), "element", "elements"));
    return shown(plist::one_line(value));
}

/// Lists nest at most as deep as the parsers of core allow.
class Builder {
public:
    std::vector<Row> rows(const plist::Value& value, const QString& path) const {
        std::vector<Row> result;
        if (const plist::Dictionary* dictionary = value.dictionary()) {
            for (const auto& [key, member] : *dictionary) result.push_back(row(shown(key), member, path));
        } else if (const plist::Array* array = value.array()) {
            for (std::size_t i = 0; i < array->size(); ++i)
                result.push_back(row(QString::number(i), (*array)[i], path));
        }
        return result;
    }

private:
    Row row(const QString& name, const plist::Value& value, const QString& above) const {
        const QString path = above.isEmpty() ? name : above + QLatin1Char(':') + name;
        const bool branch = value.dictionary() != nullptr || value.array() != nullptr;
        Row row;
        row.key = path;
        Cell key{.text = name.isEmpty() ? tr("empty key") : name};
        if (name.isEmpty()) key.tone = Tone::secondary;
        if (const QString meaning = info_plist_meaning(path); !meaning.isEmpty()) {
            key.icon = QStringLiteral("note");
            key.tone = Tone::strong;
        }
        Cell text{.text = value_text(value)};
        if (branch || text.text.isEmpty())
            text = quiet_cell(branch ? text.text : tr("empty"));
        else
            text.monospace = true;
        row.cells = {std::move(key), quiet_cell(from_utf8(value.type_name())), std::move(text)};
        row.children = rows(value, path);
        return row;
    }
};

} // namespace

QStringList info_plist_columns() {
    return {tr("Key"), tr("Type"), tr("Value")};
}

std::vector<Row> info_plist_rows(const plist::Value& plist) {
    return Builder().rows(plist, {});
}

QString info_plist_meaning(const QString& path) {
    const ne::InfoPlistKey* key = ne::Knowledge::builtin().info_plist_key(path.toStdString());
    return key != nullptr ? from_utf8(key->meaning) : QString();
}

} // namespace nei::ui
