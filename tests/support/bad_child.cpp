// SPDX-License-Identifier: GPL-2.0-or-later
// A child program that misbehaves on demand: its arguments are actions, done in order.
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

extern char** environ;

namespace {

int open_port(int number) {
    int fd = ::socket(AF_INET, SOCK_STREAM, 0), on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<unsigned short>(number));
    if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 16) != 0) {
        std::perror("bad_child: listen");
        std::exit(3);
    }
    return fd;
}

/// What the spawner promises, as the child sees it.
void report() {
    rlimit files{}, core{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    ::getrlimit(RLIMIT_CORE, &core);
    int death_signal = 0;
    ::prctl(PR_GET_PDEATHSIG, &death_signal);
    sigset_t blocked;
    ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
    struct sigaction pipe{};
    ::sigaction(SIGPIPE, nullptr, &pipe);
    char folder[4096] = "", input[256] = "";
    std::printf("group=%d session=%d\n", ::getpgrp() == ::getpid(), ::getsid(0) == ::getpid());
    std::printf("files=%lu/%lu core=%lu\n", files.rlim_cur, files.rlim_max, core.rlim_max);
    std::printf("death_signal=%d no_new_privs=%d\n", death_signal, ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    std::printf("term_blocked=%d pipe_ignored=%d\n", sigismember(&blocked, SIGTERM), pipe.sa_handler == SIG_IGN);
    std::printf("folder=%s\n", ::getcwd(folder, sizeof folder));
    [[maybe_unused]] auto length = ::readlink("/proc/self/fd/0", input, sizeof input - 1);
    std::printf("input=%s\n", input);
    DIR* descriptors = ::opendir("/proc/self/fd");
    while (auto entry = ::readdir(descriptors))
        if (int number = std::atoi(entry->d_name); number > 2 && number != ::dirfd(descriptors))
            std::printf("descriptor=%d\n", number);
    ::closedir(descriptors);
    for (char** variable = environ; *variable; ++variable) std::printf("environment=%s\n", *variable);
}

void touch(char const* path, int flags) {
    int fd = ::open(path, flags, 0600);
    std::printf("%s %s: %s\n", flags & O_CREAT ? "write" : "read", path, fd < 0 ? std::strerror(errno) : "ok");
    if (fd >= 0) ::close(fd);
}

void grandchild() {
    std::fflush(nullptr);
    if (auto pid = ::fork(); pid != 0) {
        std::printf("grandchild %d\n", pid);
        return;
    }
    ::signal(SIGTERM, SIG_IGN);
    for (;;) ::pause();
}

}  // namespace

int main(int count, char** arguments) {
    int port = -1;
    ::setvbuf(stdout, nullptr, _IOLBF, 0);
    ::signal(SIGTERM, [](int) { ::_exit(10); });
    for (int i = 1; i < count; ++i) {
        std::string action = arguments[i];
        auto text = [&] { return i + 1 < count ? arguments[++i] : arguments[0]; };
        if (action == "report") report();
        if (action == "print") std::printf("%s\n", text());
        if (action == "complain") std::fprintf(stderr, "%s\n", text());
        if (action == "read") touch(text(), O_RDONLY);
        if (action == "write") touch(text(), O_WRONLY | O_CREAT);
        if (action == "flood")
            for (int n = std::atoi(text()); n > 0; --n) std::fprintf(stderr, "noise %d\n", n);
        if (action == "grandchild") grandchild();
        if (action == "signal") {
            int target = std::atoi(text());
            std::printf("signal: %s\n", ::kill(target, 0) == 0 ? "ok" : std::strerror(errno));
        }
        if (action == "ignore-term") ::signal(SIGTERM, SIG_IGN);
        if (action == "segv-at-term") {
            ::signal(SIGSEGV, SIG_DFL);  // a sanitizer's handler would turn it into an exit code
            ::signal(SIGTERM, [](int) { ::raise(SIGSEGV); });
        }
        if (action == "say-usr1") ::signal(SIGUSR1, [](int) { (void)!::write(1, "certificate read\n", 17); });
        if (action == "listen") port = open_port(std::atoi(text()));
        if (action == "close") ::close(port);
        if (action == "wait") ::usleep(useconds_t(std::atoi(text())) * 1000);
        if (action == "exit") return std::atoi(text());
        if (action == "serve")
            for (;;)
                if (int peer = ::accept(port, nullptr, nullptr); peer >= 0) ::close(peer);
        if (action == "sleep")
            for (;;) ::pause();
    }
    return 0;
}
