// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/net/address.hpp>
#include <alloquy/net/listener.hpp>

#include <boost/asio/ip/v6_only.hpp>
#include <fmt/format.h>

namespace alloquy::net {
namespace {

using asio::ip::tcp;

std::unexpected<Error> refuse(ListenOn const& where, boost::system::error_code const& error) {
    auto place = fmt::format("{} port {}", where.address, where.port);
    auto because = [&](Errc code, std::string const& setting, std::string message) {
        auto failure = fail(code, std::move(message), error.message());
        failure.error().field = setting;
        return failure;
    };
    if (error == asio::error::address_in_use)
        return because(
            Errc::conflict, where.port_setting,
            fmt::format("{}: {} is taken by another program", where.port_setting, place)
        );
    if (error == asio::error::access_denied)
        return because(
            Errc::forbidden, where.port_setting,
            fmt::format(
                "{}: no permission to listen on {} (ports below 1024 need CAP_NET_BIND_SERVICE)", where.port_setting,
                place
            )
        );
    return because(
        Errc::unavailable, where.address_setting,
        fmt::format("{}: cannot listen on {}: {}", where.address_setting, place, error.message())
    );
}

boost::system::error_code open(tcp::acceptor& acceptor, tcp::endpoint const& endpoint) {
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (error) return error;
    // A restart must not wait for the last run's connections to leave TIME_WAIT.
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
    acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

}  // namespace

Result<tcp::acceptor> listen(asio::any_io_executor executor, ListenOn const& where) {
    auto address = parse_address(where.address);
    if (!address)
        return fail_field(
            where.address_setting,
            fmt::format(
                "{}: \"{}\" is not an address such as 0.0.0.0, 127.0.0.1 or ::", where.address_setting, where.address
            )
        );
    tcp::acceptor acceptor(executor);
    auto error = open(acceptor, {*address, where.port});
    bool no_ipv6 =
        error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
    if (no_ipv6 && address->is_v6() && address->is_unspecified()) {
        acceptor = tcp::acceptor(executor);
        error = open(acceptor, {asio::ip::address_v4::any(), where.port});
    }
    if (error) return refuse(where, error);
    return acceptor;
}

}  // namespace alloquy::net
