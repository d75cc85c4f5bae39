// SPDX-License-Identifier: GPL-2.0-or-later
// Between fork and exec: everything is prepared before, because another thread of the parent may hold any lock (malloc,
// the log), so only async-signal-safe calls are allowed here (signal-safety(7)).
#pragma once
#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>

namespace alloquy::process {

struct ExecPlan {
    char const* program;
    char* const* arguments;    ///< With the program as the first; null at the end.
    char* const* environment;  ///< Null at the end.
    char const* working_directory;
    pid_t parent;
    int input;   ///< /dev/null
    int output;  ///< These three, `failure` and `ruleset` are all above 2.
    int errors;
    int failure;  ///< Close-on-exec pipe for ExecFailure: its end without data says that exec succeeded.
    int ruleset;  ///< Landlock, or -1.
    rlimit descriptors;
};

enum class ExecStep : std::int32_t { group, limits, privileges, folder, descriptors, sandbox, program };

struct ExecFailure {
    ExecStep step;
    std::int32_t error;  ///< errno
};

[[noreturn]] void exec_in_child(ExecPlan const& plan);

}  // namespace alloquy::process
