/* Between a process and its files: records what is written and synchronised, and makes calls fail on request.
 *
 * Preloaded (LD_PRELOAD) by shim.py, steered from inside the process by the torture_* functions. Only files whose path
 * begins with the watched folder are recorded or made to fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC, READ, TRUNCATE, OPEN, UNLINK, RENAME, LINK, ANY, CALLS };
enum { SHORT = -1, KILL = -2, TORN_KILL = -3 };
#define FILES 4096
#define LONGEST 512

static char paths[FILES][LONGEST];
static char folder[LONGEST];
static int log_to = -1;
static int fail_kind, fail_error, fail_for_good, fired, half;
static long fail_at, counts[CALLS];

void torture_watch(const char *path) { snprintf(folder, sizeof folder, "%s", path); }
void torture_record(int fd) { log_to = fd; }
long torture_count(int kind) { return counts[kind]; }
int torture_fired(void) { return fired; }
void torture_fail(int kind, long nth, int error, int for_good) {
    fail_kind = kind; fail_at = nth; fail_error = error; fail_for_good = for_good; fired = half = 0;
    memset(counts, 0, sizeof counts);
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(name) static __typeof__(name) *next; if (!next) next = real(#name)

static int watched(const char *path) { return folder[0] && path && !strncmp(path, folder, strlen(folder)); }
static const char *path_of(int fd) { return fd >= 0 && fd < FILES && paths[fd][0] ? paths[fd] : 0; }

static void note(char kind, const char *path, const char *other, int64_t offset, const void *data, int64_t size) {
    static ssize_t (*next)(int, const void *, size_t);
    if (log_to < 0) return;
    if (!next) next = real("write");
    struct __attribute__((packed)) { char kind; uint32_t path, other; int64_t offset, size; } head = {
        kind, (uint32_t)strlen(path), (uint32_t)strlen(other), offset, size};
    next(log_to, &head, sizeof head);
    next(log_to, path, head.path);
    next(log_to, other, head.other);
    if (data && size) next(log_to, data, size);
}

/* Whether this call is to fail; errno is set. A short write goes half through, and the next one finds the disk full. */
static int fails(int kind) {
    counts[kind]++;
    counts[ANY]++;
    if (kind != fail_kind && fail_kind != ANY) return 0;
    if (counts[fail_kind] != fail_at && !(fired && fail_for_good) && !half) return 0;
    fired = 1;
    if (fail_error == KILL || (fail_error == TORN_KILL && kind != WRITE)) kill(getpid(), SIGKILL);
    errno = fail_error == SHORT ? ENOSPC : fail_error;
    return 1;
}

static ssize_t half_of(size_t size) {
    if (fail_error == TORN_KILL) { half = 1; return (ssize_t)(size > 1 ? size / 2 : size); }
    if (fail_error == SHORT && !half && size > 1) { half = 1; return (ssize_t)(size / 2); }
    half = 0;
    return 0;
}

static void die_if_torn(void) {
    if (fail_error == TORN_KILL && half) kill(getpid(), SIGKILL);
}

static int opened(int fd, const char *path, int flags, int there) {
    if (fd >= 0 && fd < FILES) {
        paths[fd][0] = 0;
        if (watched(path)) {
            snprintf(paths[fd], LONGEST, "%s", path);
            if (flags & O_CREAT && !there) note('c', path, "", 0, 0, 0);
            if (flags & O_TRUNC) note('t', path, "", 0, 0, 0);
        }
    }
    return fd;
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        if (watched(path) && fails(OPEN)) return -1; \
        int there = watched(path) && access(path, F_OK) == 0; \
        return opened(next(path, flags, mode), path, flags, there); \
    }
OPENS(open)
OPENS(open64)

int close(int fd) {
    REAL(close);
    if (path_of(fd)) paths[fd][0] = 0;
    return next(fd);
}

#define WRITES(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t size, offset_type offset) { \
        REAL(name); \
        const char *path = path_of(fd); \
        if (path && fails(WRITE)) { size = half_of(size); if (!size) return -1; } \
        ssize_t done = next(fd, data, size, offset); \
        if (path) die_if_torn(); \
        if (path && done > 0) note('w', path, "", offset, data, done); \
        return done; \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    const char *path = path_of(fd);
    if (path && fails(WRITE)) { size = half_of(size); if (!size) return -1; }
    off_t at = path ? lseek(fd, 0, SEEK_CUR) : 0;
    if (path && fcntl(fd, F_GETFL) & O_APPEND) at = lseek(fd, 0, SEEK_END);
    ssize_t done = next(fd, data, size);
    if (path) die_if_torn();
    if (path && done > 0) note('w', path, "", at, data, done);
    return done;
}

#define READS(name, offset_type) \
    ssize_t name(int fd, void *data, size_t size, offset_type offset) { \
        REAL(name); \
        if (path_of(fd) && fails(READ)) return -1; \
        return next(fd, data, size, offset); \
    }
READS(pread, off_t)
READS(pread64, off64_t)

#define TRUNCATES(name, size_type) \
    int name(int fd, size_type size) { \
        REAL(name); \
        const char *path = path_of(fd); \
        if (path && fails(TRUNCATE)) return -1; \
        int done = next(fd, size); \
        if (path && !done) note('t', path, "", size, 0, 0); \
        return done; \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define SYNCS(name) \
    int name(int fd) { \
        REAL(name); \
        const char *path = path_of(fd); \
        if (path && fails(SYNC)) return -1; \
        int done = next(fd); \
        if (path && !done) note('s', path, "", 0, 0, 0); \
        return done; \
    }
SYNCS(fsync)
SYNCS(fdatasync)

int unlink(const char *path) {
    REAL(unlink);
    if (watched(path) && fails(UNLINK)) return -1;
    int done = next(path);
    if (!done && watched(path)) note('u', path, "", 0, 0, 0);
    return done;
}

/* Who has the file open under its old name has it under the new one now; what the new name led to has none here. */
static void renamed(const char *from, const char *to) {
    for (int fd = 0; fd < FILES; fd++) {
        if (!strcmp(paths[fd], to)) paths[fd][0] = 0;
        else if (!strcmp(paths[fd], from)) snprintf(paths[fd], LONGEST, "%s", to);
    }
}

int rename(const char *from, const char *to) {
    REAL(rename);
    if (watched(to) && fails(RENAME)) return -1;
    int done = next(from, to);
    if (!done && watched(to)) { note('r', from, to, 0, 0, 0); renamed(from, to); }
    return done;
}

int link(const char *from, const char *to) {
    REAL(link);
    if (watched(to) && fails(LINK)) return -1;
    int done = next(from, to);
    if (!done && watched(to)) note('l', from, to, 0, 0, 0);
    return done;
}
