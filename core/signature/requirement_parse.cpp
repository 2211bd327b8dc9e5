// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/signature/requirement.h"
#include "core/signature/super_blob.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace nei::signature {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::uint32_t kind_expression = 1;
constexpr std::uint32_t kind_constraint = 2;

/// Reads an expression in prefix notation. The first failure is kept; after it every read gives nothing.
class ExpressionParser {
public:
    explicit ExpressionParser(ByteView bytes) : reader_(bytes) {}

    Result<RequirementExpression> parse() {
        RequirementExpression expression = read_expression(0);
        if (!failure_ && reader_.failed())
            failure_ = Error{ErrorCode::truncated, "The requirement ends in the middle of an expression."};
        if (failure_) return std::unexpected(*failure_);
        return expression;
    }

private:
    bool stopped() const { return failure_ || reader_.failed(); }

    RequirementExpression read_expression(std::size_t depth) {
        RequirementExpression expression;
        if (depth >= limits::requirement_depth) {
            failure_ = Error{ErrorCode::too_large, fmt::format("The requirement nests deeper than {} levels; it is not "
                                                               "shown.",
                                                               limits::requirement_depth)};
            return expression;
        }
        expression.opcode = reader_.u32();
        read_operands(expression, depth);
        return expression;
    }

    void read_operands(RequirementExpression& expression, std::size_t depth) {
        switch (expression.operation()) {
        case RequirementOperator::never:
        case RequirementOperator::always:
        case RequirementOperator::apple_anchor:
        case RequirementOperator::trusted_certificates:
        case RequirementOperator::apple_generic_anchor:
        case RequirementOperator::notarized:
        case RequirementOperator::legacy_developer_id: return;
        case RequirementOperator::identifier:
        case RequirementOperator::cdhash:
        case RequirementOperator::named_anchor:
        case RequirementOperator::named_code: expression.value = read_data(); return;
        case RequirementOperator::anchor_hash:
            expression.certificate = reader_.i32();
            expression.value = read_data();
            return;
        case RequirementOperator::info_key_value:
            expression.key = read_data();
            expression.value = read_data();
            return;
        case RequirementOperator::conjunction:
        case RequirementOperator::disjunction: read_expressions(expression, 2, depth); return;
        case RequirementOperator::negation: read_expressions(expression, 1, depth); return;
        case RequirementOperator::info_key_field:
        case RequirementOperator::entitlement_field:
            expression.key = read_data();
            expression.match = read_match();
            return;
        case RequirementOperator::certificate_field:
        case RequirementOperator::certificate_generic:
        case RequirementOperator::certificate_policy:
        case RequirementOperator::certificate_field_date:
            expression.certificate = reader_.i32();
            expression.key = read_data();
            expression.match = read_match();
            return;
        case RequirementOperator::trusted_certificate: expression.certificate = reader_.i32(); return;
        case RequirementOperator::platform: expression.number = reader_.i32(); return;
        }
        read_unknown(expression, depth);
    }

    /// Opcodes newer than this program can say how to step over them. Without such a flag nobody knows where they end.
    void read_unknown(RequirementExpression& expression, std::size_t depth) {
        if (expression.opcode & requirement_flag_false)
            expression.value = read_data();
        else if (expression.opcode & requirement_flag_skip) {
            expression.value = read_data();
            read_expressions(expression, 1, depth);
        }
    }

    void read_expressions(RequirementExpression& expression, int count, std::size_t depth) {
        for (int i = 0; i < count && !stopped(); ++i) expression.operands.push_back(read_expression(depth + 1));
    }

    RequirementMatch read_match() {
        RequirementMatch match;
        match.operation = reader_.u32();
        const auto operation = static_cast<MatchOperator>(match.operation);
        if (operation >= MatchOperator::on && operation <= MatchOperator::on_or_after)
            match.date = reader_.i64();
        else if (operation != MatchOperator::exists && operation != MatchOperator::absent)
            match.value = read_data();
        return match;
    }

    /// Bytes with their length before them, padded to a multiple of four; the last ones may lack their padding.
    Bytes read_data() {
        const std::uint32_t length = reader_.u32();
        Bytes data = to_bytes(reader_.bytes(length));
        reader_.skip(std::min<std::size_t>((4 - length % 4) % 4, reader_.remaining()));
        return data;
    }

    ByteReader reader_;
    std::optional<Error> failure_;
};

/// `bytes_left` is shared by the requirements of a set, because several entries may name the same bytes.
Result<Requirement> parse_with_budget(ByteView blob, std::size_t& bytes_left) {
    ByteReader reader(blob);
    const std::uint32_t magic = reader.u32();
    const std::uint32_t length = reader.u32();
    Requirement requirement;
    requirement.kind = reader.u32();
    if (reader.failed() || length < header_size)
        return fail(ErrorCode::truncated,
                    fmt::format("A requirement has at least {} bytes; this one has {}.", header_size, blob.size()));
    if (magic != magic_requirement)
        return fail(ErrorCode::malformed,
                    fmt::format("A requirement starts with fade0c00; here stands {:08x}.", magic));
    if (length > blob.size())
        return fail(ErrorCode::truncated,
                    fmt::format("The requirement says that it has {} bytes, but {} are there.", length, blob.size()));
    const ByteView body = blob.first(length).subspan(header_size);
    if (body.size() > bytes_left)
        return fail(ErrorCode::too_large,
                    fmt::format("The signature's requirements have more than {} bytes.", limits::requirement_bytes));
    bytes_left -= body.size();
    if (requirement.kind == kind_constraint) {
        requirement.der = to_bytes(body);
        return requirement;
    }
    if (requirement.kind != kind_expression)
        return fail(ErrorCode::unsupported,
                    fmt::format("The requirement is of kind {}; expressions (1) and constraints (2) are known.",
                                requirement.kind));
    auto expression = ExpressionParser(body).parse();
    if (!expression) return std::unexpected(expression.error());
    requirement.expression = std::move(*expression);
    return requirement;
}

} // namespace

Result<Requirement> parse_requirement(ByteView blob) {
    std::size_t bytes_left = limits::requirement_bytes;
    return parse_with_budget(blob, bytes_left);
}

Result<RequirementSet> parse_requirement_set(ByteView blob) {
    auto container = parse_super_blob(blob);
    if (!container) return std::unexpected(container.error());
    if (container->magic != magic_requirements)
        return fail(ErrorCode::malformed,
                    fmt::format("A requirement set starts with fade0c01; here stands {:08x}.", container->magic));
    RequirementSet set;
    set.problems = std::move(container->problems);
    std::size_t bytes_left = limits::requirement_bytes;
    for (const Blob& entry : container->blobs) {
        auto requirement = parse_with_budget(entry.bytes, bytes_left);
        if (!requirement) {
            set.problems.push_back({"requirement-unreadable", "",
                                    fmt::format("The requirement \"{}\" could not be read. {}",
                                                requirement_type_text(entry.slot), requirement.error().message),
                                    ProblemSeverity::error});
            continue;
        }
        std::string text = to_text(*requirement);
        set.entries.push_back({entry.slot, std::move(*requirement), std::move(text)});
    }
    return set;
}

const RequirementSetEntry* RequirementSet::find(RequirementType type) const {
    const auto found = std::ranges::find(entries, std::to_underlying(type), &RequirementSetEntry::type);
    return found == entries.end() ? nullptr : &*found;
}

} // namespace nei::signature
