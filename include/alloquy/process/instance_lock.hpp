// SPDX-License-Identifier: GPL-2.0-or-later
// One alloquyd per data directory: two would write the same configurations and fight over the same children.
#pragma once
#include <alloquy/process/data_directory.hpp>
#include <alloquy/process/descriptor.hpp>

namespace alloquy::process {

/// Holds the lock until destroyed or until the process ends, however it ends: the kernel releases it, so a stale file
/// means nothing.
class InstanceLock {
public:
    /// Errors: conflict (another one runs; the message has its pid), forbidden, unavailable.
    static Result<InstanceLock> take(DataDirectory const& data);

private:
    explicit InstanceLock(Descriptor file) : file_(std::move(file)) {}
    Descriptor file_;
};

}  // namespace alloquy::process
