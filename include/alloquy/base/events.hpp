// SPDX-License-Identifier: GPL-2.0-or-later
// How features meet: a component publishes past-tense events; others subscribe. Everything happens on the io thread, in
// order.
#pragma once
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
/// throw. A handler may subscribe or cancel while an event is being published: who subscribes then hears the next one,
/// who is cancelled then isn't called anymore, because what its handler refers to may be gone.
template <class Event>
class Publisher {
public:
    using Handler = std::function<void(Event const&)>;

    [[nodiscard]] Subscription subscribe(Handler handler) {
        auto entry = std::make_shared<Entry>(std::move(handler));
        entries_->push_back(entry);
        return Subscription([weak = std::weak_ptr<Entries>(entries_), entry] {
            entry->cancelled = true;
            if (auto entries = weak.lock()) std::erase(*entries, entry);
        });
    }

    void publish(Event const& event) const {
        // A copy, because a handler may change the list; it also keeps a handler alive that cancels itself.
        auto entries = *entries_;
        for (auto const& entry : entries)
            if (!entry->cancelled) entry->handler(event);
    }

private:
    struct Entry {
        Handler handler;
        bool cancelled = false;
        explicit Entry(Handler value) : handler(std::move(value)) {}
    };
    using Entries = std::vector<std::shared_ptr<Entry>>;
    std::shared_ptr<Entries> entries_ = std::make_shared<Entries>();
};

}  // namespace alloquy::base
