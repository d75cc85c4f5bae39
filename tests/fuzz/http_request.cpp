// SPDX-License-Identifier: GPL-2.0-or-later
// Requests as bytes, split at a place that the input chooses: what is accepted must not depend on it.
#include "forwarded.hpp"
#include "request_parser.hpp"
#include "target.hpp"

#include <cstdint>
#include <cstdlib>

using namespace alloquy;

namespace {

struct Outcome {
    http::Request request;
    unsigned status = 0;  ///< Of the refusal.
    bool complete = false;
    std::string target;
};

Outcome parse(std::string_view text, std::size_t split) {
    Outcome outcome;
    http::RequestParser parser(outcome.request, {2048, 512});
    std::string buffer;
    auto feed = [&](std::string_view bytes) {
        buffer += bytes;
        if (!parser.is_header_done() && !parser.refusal() && !buffer.empty()) {
            buffer.erase(0, parser.feed_header(buffer));
            if (parser.is_header_done() && !parser.refusal() && !parser.is_done() && !parser.set_body_limit(256))
                outcome.status = 413;
        }
        if (parser.is_header_done() && !parser.refusal() && !parser.is_done() && outcome.status == 0)
            buffer.erase(0, parser.feed_body(buffer));
    };
    split = std::min(split, text.size());
    feed(text.substr(0, split));
    if (!parser.refusal() && outcome.status == 0) feed(text.substr(split));
    if (parser.refusal()) outcome.status = parser.refusal()->status;
    outcome.complete = outcome.status == 0 && parser.is_done();
    outcome.target = parser.target();
    if (outcome.request.body.size() > 256) std::abort();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2) return 0;
    std::size_t split = data[0] | std::size_t(data[1]) << 8;
    std::string_view text(reinterpret_cast<char const*>(data + 2), size - 2);
    auto whole = parse(text, text.size());
    auto parts = parse(text, split % (text.size() + 1));
    if (whole.complete) {
        bool same = parts.complete && parts.request.method == whole.request.method && parts.target == whole.target &&
                    parts.request.headers == whole.request.headers && parts.request.body == whole.request.body;
        if (!same) std::abort();
    }
    (void)http::parse_target(whole.target);
    auto trusted = *net::Networks::parse({"10.0.0.0/8"}, "x");
    (void)http::client_address(*net::parse_address("10.0.0.1"), trusted, whole.request);
    return 0;
}
