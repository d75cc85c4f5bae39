// SPDX-License-Identifier: GPL-2.0-or-later
// Time-ordered 64-bit ids: 41 bits of milliseconds since 2025-01-01 UTC, 10 bits of node, 12 bits of sequence. Always
// positive.
#pragma once
#include <alloquy/base/clock.hpp>

#include <cstdint>

namespace alloquy::base {

using Id = std::int64_t;

/// When the id was made (millisecond precision).
Timestamp time_of(Id id);

/// The lowest id that can be made at `time`, so that times can be looked up among ids: 0 before the ids' epoch, the
/// highest Id after their range.
Id first_id_at(Timestamp time);

/// Makes ids that only rise, also when the wall clock jumps back: then it goes on counting from the highest id it
/// knows. Not thread-safe: it belongs to the io thread.
class IdGenerator {
public:
    /// `floor`: the highest id made before (from the database), or 0. `node`: 0–1023.
    IdGenerator(Clock const& clock, unsigned node, Id floor);

    Id next();

private:
    Clock const& clock_;
    unsigned node_;
    std::int64_t last_ms_;
    unsigned sequence_ = 0;
};

}  // namespace alloquy::base
