// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_requirement.h"

#include <algorithm>
#include <vector>

namespace nei::ui {
namespace {

constexpr int indent_step = 2;
/// Parentheses deeper than this stay on one line: they are not for reading any more.
constexpr int most_levels = 8;

/// `and` or `or` outside strings, comments and brackets.
struct Operator {
    qsizetype begin = 0, end = 0;
    bool disjunction = false;
    int depth = 0; ///< parentheses around it
};

struct Tokens {
    std::vector<Operator> operators;
    bool balanced = true; ///< strings, comments and parentheses all end
};

bool is_word(QChar letter) {
    return letter.isLetterOrNumber() || QStringView(u"._-").contains(letter);
}

/// Where a string or comment that starts at `at` ends; -1 where it does not.
qsizetype end_of_string(QStringView text, qsizetype at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (text[at] == u'"')
            return at + 1;
    }
    return -1;
}

Tokens tokens_of(QStringView text) {
    Tokens tokens;
    int depth = 0;
    int brackets = 0;
    for (qsizetype at = 0; at < text.size() && tokens.balanced;) {
        const QChar letter = text[at];
        if (letter == u'"' || text.sliced(at).startsWith(u"/*")) {
            const qsizetype comment = letter == u'"' ? -1 : text.indexOf(u"*/", at + 2);
            const qsizetype end = letter == u'"' ? end_of_string(text, at) : comment < 0 ? -1 : comment + 2;
            tokens.balanced = end >= 0;
            at = end;
        } else if (is_word(letter)) {
            const qsizetype begin = at;
            while (at < text.size() && is_word(text[at])) ++at;
            const QStringView word = text.sliced(begin, at - begin);
            if (brackets == 0 && (word == u"and" || word == u"or"))
                tokens.operators.push_back({begin, at, word == u"or", depth});
        } else {
            if (letter == u'(') ++depth;
            if (letter == u')') --depth;
            if (letter == u'[') ++brackets;
            if (letter == u']') --brackets;
            tokens.balanced = depth >= 0 && brackets >= 0;
            ++at;
        }
    }
    tokens.balanced = tokens.balanced && depth == 0 && brackets == 0;
    return tokens;
}

class Layout {
public:
    Layout(QStringView text, int columns) : text_(text), tokens_(tokens_of(text)), columns_(columns) {}

    QString write() {
        if (!tokens_.balanced) return text_.toString();
        write(0, text_.size(), 0, 0);
        return std::move(lines_);
    }

private:
    void write(qsizetype begin, qsizetype end, int depth, int indent) {
        const qsizetype column = lines_.size() - (lines_.lastIndexOf(u'\n') + 1);
        if (column + end - begin <= columns_ || depth >= most_levels) return add(begin, end);
        const std::vector<Operator> outermost = outermost_of(begin, end, depth);
        if (outermost.empty()) return write_group(begin, end, depth, indent);
        for (std::size_t i = 0; i <= outermost.size(); ++i) {
            qsizetype part = begin;
            if (i > 0) {
                const Operator& word = outermost[i - 1];
                lines_ += u'\n' + QString(indent, u' ');
                add(word.begin, word.end);
                part = word.end;
                for (; part < end && text_[part] == u' '; ++part) lines_ += u' ';
            }
            qsizetype part_end = i < outermost.size() ? outermost[i].begin : end;
            while (i < outermost.size() && part_end > part && text_[part_end - 1] == u' ') --part_end;
            write(part, part_end, depth, indent + indent_step);
        }
    }

    /// Something in parentheses, or a single condition.
    void write_group(qsizetype begin, qsizetype end, int depth, int indent) {
        if (text_[begin] != u'(' || text_[end - 1] != u')') return add(begin, end);
        lines_ += u'(';
        write(begin + 1, end - 1, depth + 1, indent);
        lines_ += u')';
    }

    /// Those that bind most loosely: every `or`, without one every `and`.
    std::vector<Operator> outermost_of(qsizetype begin, qsizetype end, int depth) const {
        const auto first = std::ranges::lower_bound(tokens_.operators, begin, {}, &Operator::begin);
        const auto last = std::ranges::lower_bound(tokens_.operators, end, {}, &Operator::begin);
        std::vector<Operator> found;
        for (const bool disjunction : {true, false}) {
            std::copy_if(first, last, std::back_inserter(found),
                         [&](const Operator& word) { return word.depth == depth && word.disjunction == disjunction; });
            if (!found.empty()) break;
        }
        return found;
    }

    void add(qsizetype begin, qsizetype end) { lines_ += text_.sliced(begin, end - begin); }

    QStringView text_;
    Tokens tokens_;
    int columns_;
    QString lines_;
};

} // namespace

QString laid_out_requirement(const QString& text, int columns) {
    return Layout(text, columns).write();
}

} // namespace nei::ui
