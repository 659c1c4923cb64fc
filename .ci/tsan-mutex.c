// Shows the thread sanitizer the waits of Swift's `Mutex` on Linux.
//
// Taking a free mutex is an atomic operation in the program, which the sanitizer sees. Waiting for one that is taken, and
// letting one go for which somebody waits, is done by the kernel on behalf of libswiftSynchronization, which is not built
// with the sanitizer: so it takes whatever two threads did one after the other under a contended mutex for a race. These
// two functions stand before the library's of the same names (LD_PRELOAD), tell the sanitizer, and go on to the library's.
// Where a new toolchain names or calls them otherwise, the false reports are back; nothing else breaks.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// Of the sanitizer's runtime. Absent, hence null, in programs that are not built with it.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

typedef SWIFT void Lock(uint32_t thread, SELF);
typedef SWIFT void Unlock(SELF);

// Synchronization._MutexHandle._lockSlow(UInt32)
SWIFT void lock(uint32_t thread, SELF) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void lock(uint32_t thread, SELF) {
    static Lock *real;
    Lock *next = __atomic_load_n(&real, __ATOMIC_ACQUIRE);
    if (!next) {
        next = (Lock *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
        __atomic_store_n(&real, next, __ATOMIC_RELEASE);
    }
    next(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

// Synchronization._MutexHandle._unlockSlow()
SWIFT void unlock(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void unlock(SELF) {
    static Unlock *real;
    Unlock *next = __atomic_load_n(&real, __ATOMIC_ACQUIRE);
    if (!next) {
        next = (Unlock *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
        __atomic_store_n(&real, next, __ATOMIC_RELEASE);
    }
    if (__tsan_release) __tsan_release(mutex);
    next(mutex);
}
