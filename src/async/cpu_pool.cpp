// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/async/cpu_pool.hpp>

#include <pthread.h>
#include <sched.h>

namespace alloquy::async {

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
    }
    wake_.notify_one();
    return true;
}

void CpuPool::work() {
    // SCHED_IDLE needs no privilege; the kernel still gives it a share, so a busy machine slows sign-ins down but never
    // stops them.
    sched_param parameters{};
    ::sched_setscheduler(0, SCHED_IDLE, &parameters);
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
