// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/events.hpp>

#include <gtest/gtest.h>

#include <string>

namespace alloquy::base {
namespace {

struct SomethingHappened {
    int number;
};

TEST(Events, ReachEverySubscriberInTheOrderTheySubscribed) {
    Publisher<SomethingHappened> publisher;
    std::string heard;
    auto first = publisher.subscribe([&](auto const& event) { heard += "a" + std::to_string(event.number); });
    auto second = publisher.subscribe([&](auto const& event) { heard += "b" + std::to_string(event.number); });
    publisher.publish({1});
    publisher.publish({2});
    EXPECT_EQ(heard, "a1b1a2b2");
}

TEST(Events, EndWithTheSubscription) {
    Publisher<SomethingHappened> publisher;
    int heard = 0;
    {
        auto subscription = publisher.subscribe([&](auto const&) { ++heard; });
        publisher.publish({});
    }
    publisher.publish({});
    EXPECT_EQ(heard, 1);
}

TEST(Events, SubscriptionMovesWithoutEnding) {
    Publisher<SomethingHappened> publisher;
    int first = 0, second = 0;
    auto subscription = publisher.subscribe([&](auto const&) { ++first; });
    auto moved = std::move(subscription);
    publisher.publish({});
    moved = publisher.subscribe([&](auto const&) { ++second; });  // the one it held ends
    publisher.publish({});
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
    moved.reset();
    moved.reset();  // twice does nothing
    publisher.publish({});
    EXPECT_EQ(second, 1);
}

TEST(Events, HandlerMayCancelItselfWhileItRuns) {
    Publisher<SomethingHappened> publisher;
    int heard = 0;
    Subscription subscription;
    // The state that the handler captured must live until it returns.
    auto token = std::make_shared<int>(7);
    subscription = publisher.subscribe([&, token](auto const&) {
        subscription.reset();
        heard += *token;
    });
    publisher.publish({});
    publisher.publish({});
    EXPECT_EQ(heard, 7);
}

TEST(Events, HandlerMaySubscribeAnotherWhileItRuns) {
    Publisher<SomethingHappened> publisher;
    std::vector<Subscription> subscriptions;
    int heard = 0;
    subscriptions.push_back(publisher.subscribe([&](auto const&) {
        if (subscriptions.size() < 100) subscriptions.push_back(publisher.subscribe([&](auto const&) { ++heard; }));
    }));
    publisher.publish({});
    EXPECT_EQ(heard, 0);  // the new one hears what comes after
    publisher.publish({});
    EXPECT_EQ(heard, 1);
}

TEST(Events, HandlerCancelledByAnEarlierOneIsNotCalledAnymore) {
    Publisher<SomethingHappened> publisher;
    int heard = 0;
    Subscription second;
    auto first = publisher.subscribe([&](auto const&) { second.reset(); });
    second = publisher.subscribe([&](auto const&) { ++heard; });
    publisher.publish({});
    EXPECT_EQ(heard, 0);
}

TEST(Events, SubscriptionMayOutliveThePublisher) {
    Subscription subscription;
    {
        Publisher<SomethingHappened> publisher;
        subscription = publisher.subscribe([](auto const&) {});
    }
    subscription.reset();
}

}  // namespace
}  // namespace alloquy::base
