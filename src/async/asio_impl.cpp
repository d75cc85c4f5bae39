// SPDX-License-Identifier: GPL-2.0-or-later
// The compiled half of Boost.Asio (BOOST_ASIO_SEPARATE_COMPILATION), once for the whole program.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
