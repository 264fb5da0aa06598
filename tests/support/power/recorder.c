/* Records what a process asks the disk to do below one folder. Loaded with LD_PRELOAD by the tests.
 *
 * RECORD_FOLDER   the folder watched        RECORD_LOG   where the records go
 * One record: op (1 byte), path length (2), offset (8), size (8), path, then data (op W) or the
 * second path (op R). Numbers are little-endian. A record is written once its call has succeeded,
 * under one lock, so that the order in the log is an order in which the calls took effect.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096
static char *paths[FILES];
static int appending[FILES];
static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("RECORD_FOLDER"), *log = getenv("RECORD_LOG");
  if (!where || !log || !realpath(where, folder)) return;
  folder_length = strlen(folder);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void put(const void *data, size_t size) {
  const char *at = data;
  while (size) {
    ssize_t done = syscall(SYS_write, log_fd, at, size);
    if (done < 0) { if (errno == EINTR) continue; abort(); }
    at += done;
    size -= (size_t)done;
  }
}

static void record(char op, const char *path, uint64_t offset, const void *data, uint64_t size) {
  char head[19];
  uint16_t length = (uint16_t)strlen(path);
  head[0] = op;
  memcpy(head + 1, &length, 2);
  memcpy(head + 3, &offset, 8);
  memcpy(head + 11, &size, 8);
  put(head, sizeof head);
  put(path, length);
  if (data) put(data, size);
}

/* Return the watched path in absolute form, or NULL; the caller frees it. */
static char *watched(const char *path) {
  char parent[PATH_MAX], whole[PATH_MAX];
  if (log_fd < 0 || !path || strlen(path) >= PATH_MAX) return NULL;
  strcpy(parent, path);
  char *slash = strrchr(parent, '/');
  const char *name = path;
  if (slash) { *slash = 0; name = slash + 1; }
  if (!realpath(slash ? (*parent ? parent : "/") : ".", whole)) return NULL;
  if (*name && strcmp(name, ".")) { strcat(whole, "/"); strcat(whole, name); }
  if (strncmp(whole, folder, folder_length)) return NULL;
  if (whole[folder_length] && whole[folder_length] != '/') return NULL;
  return strdup(whole);
}

static int opened(const char *path, int flags, mode_t mode) {
  static int (*call)(int, const char *, int, ...);
  if (!call) call = real("openat");
  pthread_mutex_lock(&lock);
  char *whole = watched(path);
  struct stat before;
  int existed = !whole || !stat(whole, &before);
  int fd = call(AT_FDCWD, path, flags, mode);
  if (fd >= 0 && fd < FILES) {
    free(paths[fd]);
    paths[fd] = whole;
    appending[fd] = flags & O_APPEND;
    if (whole && !existed) record('C', whole, 0, NULL, 0);
    if (whole && existed && (flags & O_TRUNC)) record('T', whole, 0, NULL, 0);
  } else {
    free(whole);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE va_list list; va_start(list, flags); mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, mode_t) : 0; va_end(list)
int open(const char *path, int flags, ...) { MODE; return opened(path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE; return opened(path, flags, mode); }
int openat(int at, const char *path, int flags, ...) {
  MODE;
  if (at == AT_FDCWD || *path == '/') return opened(path, flags, mode);
  return ((int (*)(int, const char *, int, ...))real("openat"))(at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
  MODE;
  if (at == AT_FDCWD || *path == '/') return opened(path, flags, mode);
  return ((int (*)(int, const char *, int, ...))real("openat64"))(at, path, flags, mode);
}

static const char *of(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

int close(int fd) {
  pthread_mutex_lock(&lock);
  if (fd >= 0 && fd < FILES) { free(paths[fd]); paths[fd] = NULL; }
  int result = ((int (*)(int))real("close"))(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t write(int fd, const void *data, size_t size) {
  static ssize_t (*call)(int, const void *, size_t);
  if (!call) call = real("write");
  if (!of(fd)) return call(fd, data, size);
  pthread_mutex_lock(&lock);
  off_t at = lseek(fd, 0, appending[fd] ? SEEK_END : SEEK_CUR);
  ssize_t done = call(fd, data, size);
  if (done > 0) record('W', of(fd), (uint64_t)at, data, (uint64_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}

static ssize_t written_at(const char *name, int fd, const void *data, size_t size, off_t at) {
  ssize_t (*call)(int, const void *, size_t, off_t) = real(name);
  if (!of(fd)) return call(fd, data, size, at);
  pthread_mutex_lock(&lock);
  ssize_t done = call(fd, data, size, at);
  if (done > 0) record('W', of(fd), (uint64_t)at, data, (uint64_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written_at("pwrite", fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return written_at("pwrite64", fd, data, size, at); }

static int cut(const char *name, int fd, off_t size) {
  int (*call)(int, off_t) = real(name);
  pthread_mutex_lock(&lock);
  int result = call(fd, size);
  if (!result && of(fd)) record('T', of(fd), (uint64_t)size, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate(int fd, off_t size) { return cut("ftruncate", fd, size); }
int ftruncate64(int fd, off64_t size) { return cut("ftruncate64", fd, size); }

static int synced(const char *name, int fd) {
  int (*call)(int) = real(name);
  pthread_mutex_lock(&lock);
  int result = call(fd);
  if (!result && of(fd)) record('S', of(fd), 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }

static int removed(const char *name, const char *path) {
  int (*call)(const char *) = real(name);
  pthread_mutex_lock(&lock);
  char *whole = watched(path);
  int result = call(path);
  if (!result && whole) record('U', whole, 0, NULL, 0);
  free(whole);
  pthread_mutex_unlock(&lock);
  return result;
}
int unlink(const char *path) { return removed("unlink", path); }
int remove(const char *path) { return removed("remove", path); }

int rename(const char *from, const char *to) {
  int (*call)(const char *, const char *) = real("rename");
  pthread_mutex_lock(&lock);
  char *first = watched(from), *second = watched(to);
  int result = call(from, to);
  if (!result && first && second) record('R', first, 0, second, strlen(second));
  free(first);
  free(second);
  pthread_mutex_unlock(&lock);
  return result;
}
