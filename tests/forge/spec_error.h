// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace nei::forge {

/// A spec asks for something that cannot be made. The forge is told what to do by whoever wrote the spec, so what is
/// wrong in it ends the work: here, unlike in core, that is an exception.
class SpecError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace nei::forge
