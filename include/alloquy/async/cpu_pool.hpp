// SPDX-License-Identifier: GPL-2.0-or-later
// A few threads for work that burns CPU (Argon2id), at low priority, so that it never delays the io thread's answers.
#pragma once
#include <alloquy/async/task.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace alloquy::async {

class CpuPool {
public:
    /// `queue_limit`: jobs that may wait; more are refused, so that a flood can't grow memory or latency without bound.
    CpuPool(std::size_t threads, std::size_t queue_limit);
    ~CpuPool();
    CpuPool(CpuPool const&) = delete;
    CpuPool& operator=(CpuPool const&) = delete;

    /// Runs `work` (returns Result<T>, must not throw) on the pool; the caller resumes on its own executor.
    /// Errors: unavailable when the queue is full or the pool stops; otherwise what `work` returns.
    template <class F>
    Task<std::invoke_result_t<F&>> run(F work) {
        using R = std::invoke_result_t<F&>;
        return from_callback<R>([this, job = std::make_shared<F>(std::move(work))](auto done) {
            if (!submit([job, done]() mutable { done((*job)()); }))
                done(fail_as(Errc::unavailable, "busy", "the server is busy; try again in a moment"));
        });
    }

    /// False when the queue is full or the pool is stopping; then `job` is dropped.
    bool submit(std::function<void()> job);
    /// Waiting and running jobs.
    std::size_t load() const { return load_.load(std::memory_order_relaxed); }
    /// All that were ever accepted.
    std::uint64_t accepted() const { return accepted_.load(std::memory_order_relaxed); }
    std::size_t threads() const { return threads_.size(); }

private:
    void work();

    std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::atomic<std::size_t> load_ = 0;
    std::atomic<std::uint64_t> accepted_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace alloquy::async
