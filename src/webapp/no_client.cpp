// SPDX-License-Identifier: GPL-2.0-or-later
// The table of a program that was built without the client.
#include <alloquy/webapp/client_file.hpp>

namespace alloquy::webapp {

ClientFiles const client_files;

}  // namespace alloquy::webapp
