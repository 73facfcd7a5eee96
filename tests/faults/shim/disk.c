/* A bad disk and a bad clock for one process, loaded before the C library (LD_PRELOAD).

   Only files whose path begins with FAULT_FILES are touched, and of those not the shared-memory index, which SQLite
   rebuilds by itself. What goes wrong is told by the harness through a small mapped file, FAULT_CONTROL, while the
   process runs. With FAULT_SHADOWS set, a folder, each file has a shadow there that holds what had been synced: after
   the process was killed, the shadow is what a power cut would have left. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILES 16
#define DESCRIPTORS 65536
#define BLOCK 4096
#define BLOCKS 65536

struct control {
    int64_t clock_shift_ns; /* added to the time of day */
    int64_t room;           /* bytes that files may still grow by; negative: no end */
    int32_t sync_delay_us;  /* added to each sync */
    int32_t errors_ppm;     /* of a million reads, writes and syncs so many fail with EIO */
    int64_t syncs;          /* counted for the harness */
    int64_t refused;        /* calls that failed because of this file */
};

struct file {
    char path[1024];
    int shadow;
    unsigned char dirty[BLOCKS];
    long low, high;
};

static struct control none = {0, -1, 0, 0, 0, 0};
static struct control *control = &none;
static const char *files_prefix, *shadows;
static struct file files[FILES];
static short file_of[DESCRIPTORS]; /* 0: not ours, else its number + 1 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_pread)(int, void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fdatasync)(int);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_unlink)(const char *);
static int (*real_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void)
{
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
}

/* Called by a server's process once its environment says what goes wrong for it. */
void fault_begin(void)
{
    files_prefix = getenv("FAULT_FILES");
    shadows = getenv("FAULT_SHADOWS");
    const char *path = getenv("FAULT_CONTROL");
    int fd = path ? real_open(path, O_RDWR) : -1;
    if (fd >= 0) {
        void *map = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (map != MAP_FAILED)
            control = map;
        real_close(fd);
    }
}

static int ours(const char *path)
{
    size_t length = strlen(path);
    return files_prefix && strncmp(path, files_prefix, strlen(files_prefix)) == 0 &&
           !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static struct file *file_at(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS && file_of[fd] ? &files[file_of[fd] - 1] : NULL;
}

static int fails(void)
{
    if (control->errors_ppm && rand() % 1000000 < control->errors_ppm) {
        __atomic_add_fetch(&control->refused, 1, __ATOMIC_SEQ_CST);
        errno = EIO;
        return 1;
    }
    return 0;
}

/* Whether a write may make its file this long. */
static int has_room(int fd, off64_t end)
{
    struct stat64 now;
    if (control->room < 0 || fstat64(fd, &now) != 0 || end <= now.st_size)
        return 1;
    if (__atomic_sub_fetch(&control->room, end - now.st_size, __ATOMIC_SEQ_CST) >= 0)
        return 1;
    __atomic_store_n(&control->room, 0, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&control->refused, 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return 0;
}

/* --- shadows --- */

static void copy(int from, int to, off64_t offset, size_t size)
{
    static char buffer[BLOCK];
    ssize_t got = real_pread(from, buffer, size, offset);
    if (got > 0)
        real_pwrite(to, buffer, got, offset);
}

static void shadow_path(char *to, size_t size, const char *path)
{
    const char *slash = strrchr(path, '/');
    snprintf(to, size, "%s/%s", shadows, slash ? slash + 1 : path);
}

static void remember(int fd, const char *path)
{
    pthread_mutex_lock(&lock);
    int at = 0, spare = FILES;
    for (int slot = FILES - 1; slot >= 0; slot--)
        if (!files[slot].path[0])
            spare = slot;
    while (at < FILES && strcmp(files[at].path, path) != 0)
        at++;
    if (at == FILES)
        at = spare;
    if (at < FILES) {
        struct file *file = &files[at];
        if (!file->path[0]) {
            strncpy(file->path, path, sizeof file->path - 1);
            file->shadow = -1;
            file->low = BLOCKS;
            file->high = -1;
        }
        if (shadows && file->shadow < 0) {
            char name[2048];
            struct stat64 now;
            shadow_path(name, sizeof name, path);
            file->shadow = real_open(name, O_RDWR | O_CREAT, 0600);
            if (file->shadow >= 0 && fstat64(file->shadow, &now) == 0 && now.st_size == 0 &&
                fstat64(fd, &now) == 0)
                /* What is there when the process begins is taken to be on the disk. */
                for (off64_t offset = 0; offset < now.st_size; offset += BLOCK)
                    copy(fd, file->shadow, offset, BLOCK);
        }
        file_of[fd] = at + 1;
    }
    pthread_mutex_unlock(&lock);
}

static void touch(struct file *file, off64_t offset, size_t size)
{
    if (file->shadow < 0 || !size)
        return;
    pthread_mutex_lock(&lock);
    for (long block = offset / BLOCK; block <= (long)((offset + size - 1) / BLOCK) && block < BLOCKS; block++) {
        file->dirty[block] = 1;
        if (block < file->low)
            file->low = block;
        if (block > file->high)
            file->high = block;
    }
    pthread_mutex_unlock(&lock);
}

static void settle(int fd, struct file *file)
{
    struct stat64 now;
    pthread_mutex_lock(&lock);
    if (file->shadow >= 0 && fstat64(fd, &now) == 0) {
        for (long block = file->low; block <= file->high; block++)
            if (file->dirty[block]) {
                copy(fd, file->shadow, (off64_t)block * BLOCK, BLOCK);
                file->dirty[block] = 0;
            }
        real_ftruncate(file->shadow, now.st_size);
        file->low = BLOCKS;
        file->high = -1;
    }
    pthread_mutex_unlock(&lock);
}

/* --- what the process calls --- */

static int opened(const char *path, int flags, mode_t mode)
{
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < DESCRIPTORS) {
        file_of[fd] = 0;
        if (ours(path))
            remember(fd, path);
    }
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < DESCRIPTORS)
        file_of[fd] = 0;
    return real_close(fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    struct file *file = file_at(fd);
    if (!file)
        return real_pwrite(fd, data, size, offset);
    if (fails() || !has_room(fd, offset + size))
        return -1;
    ssize_t wrote = real_pwrite(fd, data, size, offset);
    if (wrote > 0)
        touch(file, offset, wrote);
    return wrote;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    return pwrite64(fd, data, size, offset);
}

ssize_t pread64(int fd, void *data, size_t size, off64_t offset)
{
    if (file_at(fd) && fails())
        return -1;
    return real_pread(fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
    struct file *file = file_at(fd);
    if (!file)
        return real_write(fd, data, size);
    off64_t offset = lseek64(fd, 0, SEEK_CUR);
    if (fails() || !has_room(fd, offset + size))
        return -1;
    ssize_t wrote = real_write(fd, data, size);
    if (wrote > 0)
        touch(file, offset, wrote);
    return wrote;
}

int ftruncate64(int fd, off64_t size)
{
    return real_ftruncate(fd, size);
}

static int synced(int fd, int (*sync)(int))
{
    struct file *file = file_at(fd);
    if (!file)
        return sync(fd);
    if (fails())
        return -1;
    if (control->sync_delay_us)
        usleep(control->sync_delay_us);
    int done = sync(fd);
    if (done == 0)
        settle(fd, file);
    __atomic_add_fetch(&control->syncs, 1, __ATOMIC_SEQ_CST);
    return done;
}

int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int fsync(int fd) { return synced(fd, real_fsync); }

int unlink(const char *path)
{
    int done = real_unlink(path);
    if (done == 0 && shadows && ours(path)) {
        char name[2048];
        pthread_mutex_lock(&lock);
        for (int at = 0; at < FILES; at++)
            if (strcmp(files[at].path, path) == 0) {
                if (files[at].shadow >= 0)
                    real_close(files[at].shadow);
                memset(&files[at], 0, sizeof files[at]);
                files[at].shadow = -1;
            }
        shadow_path(name, sizeof name, path);
        real_unlink(name);
        pthread_mutex_unlock(&lock);
    }
    return done;
}

int clock_gettime(clockid_t which, struct timespec *at)
{
    int done = real_gettime(which, at);
    if (done == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) && control->clock_shift_ns) {
        int64_t all = (int64_t)at->tv_sec * 1000000000 + at->tv_nsec + control->clock_shift_ns;
        at->tv_sec = all / 1000000000;
        at->tv_nsec = all % 1000000000;
    }
    return done;
}
