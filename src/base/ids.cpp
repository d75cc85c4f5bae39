// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/ids.hpp>

#include <algorithm>
#include <limits>

namespace alloquy::base {
namespace {

constexpr unsigned kTimeBits = 41;
constexpr unsigned kNodeBits = 10;
constexpr unsigned kSequenceBits = 12;
constexpr Timestamp kEpoch = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1);

}  // namespace

Timestamp time_of(Id id) {
    return kEpoch + std::chrono::milliseconds(id >> (kNodeBits + kSequenceBits));
}

Id first_id_at(Timestamp time) {
    if (time <= kEpoch) return 0;
    auto const milliseconds = (time - kEpoch).count();
    if (milliseconds >> kTimeBits != 0) return std::numeric_limits<Id>::max();
    return milliseconds << (kNodeBits + kSequenceBits);
}

IdGenerator::IdGenerator(Clock const& clock, unsigned node, Id floor)
    : clock_(clock),
      node_(node & ((1U << kNodeBits) - 1)),
      last_ms_((floor >> (kNodeBits + kSequenceBits)) + (floor ? 1 : 0)) {}

Id IdGenerator::next() {
    auto now = std::max<std::int64_t>((clock_.now() - kEpoch).count(), 0);
    if (now > last_ms_) {
        last_ms_ = now;
        sequence_ = 0;
    } else if (++sequence_ == 1U << kSequenceBits) {
        // The sequence of this millisecond is used up, or the clock jumped back: borrow from the next one.
        ++last_ms_;
        sequence_ = 0;
    }
    return (last_ms_ << (kNodeBits + kSequenceBits)) | (Id(node_) << kSequenceBits) | Id(sequence_);
}

}  // namespace alloquy::base
