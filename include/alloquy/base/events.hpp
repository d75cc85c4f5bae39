// SPDX-License-Identifier: GPL-2.0-or-later
// How features meet: a component publishes past-tense events; others subscribe. Everything happens on the io thread, in
// order.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace alloquy::base {

/// Ends its subscription when destroyed. Movable; may outlive the publisher.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
    Subscription(Subscription&& other) noexcept : cancel_(std::exchange(other.cancel_, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            reset();
            cancel_ = std::exchange(other.cancel_, nullptr);
        }
        return *this;
    }
    ~Subscription() { reset(); }

    void reset() {
        if (auto cancel = std::exchange(cancel_, nullptr)) cancel();
    }

private:
    std::function<void()> cancel_;
};

/// One kind of event. Handlers run synchronously inside publish(), in the order they subscribed; they must not block or
/// throw. A handler may subscribe or cancel while an event is being published.
template <class Event>
class Publisher {
public:
    using Handler = std::function<void(Event const&)>;

    [[nodiscard]] Subscription subscribe(Handler handler) {
        auto id = ++state_->last_id;
        state_->handlers.emplace_back(id, std::make_shared<Handler>(std::move(handler)));
        return Subscription([weak = std::weak_ptr<State>(state_), id] {
            if (auto state = weak.lock())
                std::erase_if(state->handlers, [id](auto& entry) { return entry.first == id; });
        });
    }

    void publish(Event const& event) const {
        auto handlers = state_->handlers;  // a copy, because a handler may change the list
        for (auto& [id, handler] : handlers) (*handler)(event);
    }

private:
    struct State {
        std::uint64_t last_id = 0;
        std::vector<std::pair<std::uint64_t, std::shared_ptr<Handler>>> handlers;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace alloquy::base
