// SPDX-License-Identifier: GPL-2.0-or-later
// The compiled half of Boost.Beast (BOOST_BEAST_SEPARATE_COMPILATION), once for the whole program.
#include <boost/beast/src.hpp>
