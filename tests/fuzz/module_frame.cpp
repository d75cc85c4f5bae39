// SPDX-License-Identifier: GPL-2.0-or-later
// The module's side of the module link: what it takes for a frame can be written again, byte for byte.
#include "frame.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    for (;;) {
        std::uint8_t type = 0;
        Frame::Fields fields;
        std::size_t consumed = 0;
        if (Frame::Read(rest, type, fields, consumed) != Frame::COMPLETE) return 0;
        Frame::Writer writer(static_cast<Frame::Type>(type));
        for (auto field : fields) {
            std::uint64_t number = 0;
            (void)Frame::ReadNumber(field, number);
            writer.Add(field);
        }
        if (writer.Finish() != rest.substr(0, consumed)) std::abort();
        rest.remove_prefix(consumed);
    }
}
