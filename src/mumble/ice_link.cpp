// SPDX-License-Identifier: GPL-2.0-or-later
#include "ice_link.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>

#include <Ice/Ice.h>
#include <boost/asio/thread_pool.hpp>

#include <mutex>
#include <utility>

namespace alloquy::mumble {
namespace {

constexpr std::string_view kComponent = "mumble";

/// Ice's own messages, in our log. Its warnings concern single connections, so they are debug to us.
class IceLogger final : public Ice::Logger {
public:
    void print(std::string const& message) override { log::debug(kComponent, "Ice: {}", message); }
    void trace(std::string const&, std::string const& message) override { log::debug(kComponent, "Ice: {}", message); }
    void warning(std::string const& message) override { log::debug(kComponent, "Ice: {}", message); }
    void error(std::string const& message) override { log::warn(kComponent, "Ice: {}", message); }
    std::string getPrefix() override { return {}; }
    Ice::LoggerPtr cloneWithPrefix(std::string const&) override { return std::make_shared<IceLogger>(); }
};

std::shared_ptr<Ice::Communicator> make_communicator() {
    auto properties = Ice::createProperties();
    auto set = [&](char const* name, char const* value) { properties->setProperty(name, value); };
    set("Ice.Default.InvocationTimeout", "2000");
    set("Ice.Override.ConnectTimeout", "1000");
    set("Ice.Override.CloseTimeout", "500");
    // Retrying is ours: Ice would repeat calls on its own and hide that Murmur was restarted.
    set("Ice.RetryIntervals", "-1");
    // In KiB. A thousand users with comments fit; what comes in over the callback port is far smaller.
    set("Ice.MessageSizeMax", "65536");
    set("Callbacks.MessageSizeMax", "1024");
    set("Callbacks.Endpoints", "tcp -h 127.0.0.1");
    // One thread: state changes arrive in order, and one login is decided at a time (Murmur asks one at a time).
    set("Callbacks.ThreadPool.Size", "1");
    set("Ice.ThreadPool.Client.Size", "1");
    // A silent peer is noticed and closed, in either direction.
    set("Ice.ACM.Client.Timeout", "5");
    set("Ice.ACM.Client.Heartbeat", "3");  // always
    set("Ice.ACM.Server.Timeout", "30");
    set("Ice.Warn.Connections", "0");
    set("Ice.IPv6", "0");
    Ice::InitializationData data;
    data.properties = properties;
    data.logger = std::make_shared<IceLogger>();
    return Ice::initialize(data);
}

}  // namespace

struct IceLink::Impl {
    explicit Impl(Callbacks& given) : callbacks(given) {}

    Callbacks& callbacks;
    std::shared_ptr<Ice::Communicator> communicator;
    std::shared_ptr<Ice::ObjectAdapter> adapter;
    std::uint16_t callback_port = 0;
    asio::thread_pool worker{1};
    std::unique_ptr<SliceServer> server;  // worker thread only
    std::mutex mutex;
    std::shared_ptr<Ice::Connection> connection;  // guarded by the mutex: closed from the io thread

    /// Runs `work()` -> Result<R> on the worker, with Ice's exceptions as errors.
    template <class R, class F>
    Task<Result<R>> call(F work) {
        return async::run_on(worker.get_executor(), [job = std::move(work)]() mutable -> Result<R> {
            try {
                return job();
            } catch (Ice::TimeoutException const& error) {
                return fail(Errc::timeout, "Murmur does not answer", error.ice_id());
            } catch (Ice::Exception const& error) {
                return fail(Errc::unavailable, "Murmur's control port is not usable", error.what());
            } catch (std::exception const& error) {
                return fail(Errc::unavailable, "Murmur's control port is not usable", error.what());
            }
        });
    }

    template <class R, class F>
    Task<Result<R>> call_attached(F work) {
        return call<R>([this, job = std::move(work)]() mutable -> Result<R> {
            if (!server) return fail(Errc::not_found, "Murmur is not attached");
            return job(*server);
        });
    }

    void close_connection() {
        std::lock_guard lock(mutex);
        // Forcefully: a graceful end would wait for the calls.
        if (auto closing = std::exchange(connection, nullptr)) closing->close(Ice::ConnectionClose::Forcefully);
    }

    Result<std::string> attach(IceEndpoint const& endpoint, Layout const& layout) {
        server.reset();
        auto object = communicator->stringToProxy("Meta:tcp -h 127.0.0.1 -p " + std::to_string(endpoint.port));
        object = object->ice_context({{"secret", endpoint.secret}});
        {
            auto opened = object->ice_getConnection();
            std::lock_guard lock(mutex);
            connection = std::move(opened);
        }
        for (auto connect : slices()) {
            server = connect(SliceContext{adapter, endpoint.secret, callbacks}, object);
            if (server) break;
        }
        if (!server) return fail(Errc::unavailable, "this version of Murmur speaks an unknown Ice interface");
        if (!server->running()) return fail(Errc::unavailable, "Murmur's virtual server is not running");
        server->lock_superuser(crypto::random_token());
        server->reconcile(layout);
        server->attach();
        return server->version();
    }
};

IceLink::IceLink(Callbacks& callbacks) : impl_(std::make_unique<Impl>(callbacks)) {}

IceLink::~IceLink() {
    stop();
}

Result<> IceLink::start() {
    try {
        impl_->communicator = make_communicator();
        impl_->adapter = impl_->communicator->createObjectAdapter("Callbacks");
        impl_->adapter->activate();
        auto info = impl_->adapter->getEndpoints().at(0)->getInfo();
        if (auto ip = std::dynamic_pointer_cast<Ice::IPEndpointInfo>(info))
            impl_->callback_port = std::uint16_t(ip->port);
    } catch (std::exception const& error) {
        return fail(Errc::unavailable, "cannot listen for Murmur's callbacks", error.what());
    }
    return {};
}

void IceLink::stop() {
    if (!impl_) return;
    // The adapter first: nobody may be in a callback when the worker's server goes.
    if (impl_->adapter) impl_->adapter->destroy();
    impl_->worker.join();
    impl_->server.reset();
    if (impl_->communicator) impl_->communicator->destroy();
    impl_.reset();
}

std::uint16_t IceLink::callback_port() const {
    return impl_ ? impl_->callback_port : 0;
}

Task<Result<std::string>> IceLink::attach(IceEndpoint endpoint, Layout layout) {
    return impl_->call<std::string>([impl = impl_.get(), endpoint, layout]() -> Result<std::string> {
        try {
            auto version = impl->attach(endpoint, layout);
            if (!version) impl->server.reset();
            return version;
        } catch (...) {
            impl->server.reset();
            throw;
        }
    });
}

Task<Result<std::vector<VoiceState>>> IceLink::reassert() {
    return impl_->call_attached<std::vector<VoiceState>>([](SliceServer& server) {
        server.attach();
        return server.users();
    });
}

Task<Result<std::string>> IceLink::check() {
    return impl_->call_attached<std::string>([](SliceServer& server) -> Result<std::string> {
        if (!server.running()) return fail(Errc::unavailable, "Murmur's virtual server is not running");
        return server.version();
    });
}

Task<Result<>> IceLink::kick(std::vector<Kick> kicks) {
    return impl_->call_attached<void>([list = std::move(kicks)](SliceServer& server) -> Result<> {
        for (auto const& entry : list) server.kick(entry.session, entry.reason);
        return {};
    });
}

Task<Result<std::vector<VoiceState>>> IceLink::users() {
    return impl_->call_attached<std::vector<VoiceState>>([](SliceServer& server) { return server.users(); });
}

Task<> IceLink::let_go() {
    co_await async::run_on(impl_->worker.get_executor(), [impl = impl_.get()] {
        impl->server.reset();
        impl->close_connection();
        return true;
    });
}

void IceLink::hang_up() {
    // Not on the worker: it may be the one that waits.
    impl_->close_connection();
    asio::post(impl_->worker.get_executor(), [impl = impl_.get()] { impl->server.reset(); });
}

}  // namespace alloquy::mumble
