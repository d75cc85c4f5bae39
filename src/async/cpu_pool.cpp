// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/async/cpu_pool.hpp>

#include <pthread.h>
#include <sys/resource.h>

namespace alloquy::async {
namespace {

/// About a tenth of what the io thread gets when both want the same core.
constexpr int kNiceness = 10;

}  // namespace

CpuPool::CpuPool(std::size_t threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
        pthread_setname_np(threads_.back().native_handle(), "cpu-pool");
    }
}

CpuPool::~CpuPool() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool CpuPool::submit(std::function<void()> job) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(job));
        load_.fetch_add(1, std::memory_order_relaxed);
        accepted_.fetch_add(1, std::memory_order_relaxed);
    }
    wake_.notify_one();
    return true;
}

void CpuPool::work() {
    // Lowering one's own priority needs no privilege; with the thread id, 0, it concerns this thread alone
    // (setpriority(2)). SCHED_IDLE would go further, but on a machine that others keep busy it starves sign-ins for
    // seconds.
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            // On stop the queue is finished, because every awaiting coroutine must be answered.
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        job();
        load_.fetch_sub(1, std::memory_order_relaxed);
    }
}

}  // namespace alloquy::async
