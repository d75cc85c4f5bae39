// SPDX-License-Identifier: GPL-2.0-or-later
// Owns a file descriptor.
#pragma once
#include <unistd.h>

#include <utility>

namespace alloquy::process {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(Descriptor&& other) noexcept : value_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) reset(other.release());
        return *this;
    }
    ~Descriptor() { reset(); }

    int get() const { return value_; }
    explicit operator bool() const { return value_ >= 0; }
    /// Gives it away: the caller closes it.
    int release() { return std::exchange(value_, -1); }
    void reset(int value = -1) {
        if (value_ >= 0) ::close(value_);
        value_ = value;
    }

private:
    int value_ = -1;
};

}  // namespace alloquy::process
