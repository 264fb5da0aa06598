/* Lets the Nth change of a file below one folder fail, or kills the process before it.
 * Loaded with LD_PRELOAD; the process arms it with ventanilla_arm(folder, n, error, sticky).
 * error < 0: SIGKILL instead of an error. n = 0 only counts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];
static long at, seen, error_number, sticky;

void ventanilla_arm(const char *below, long n, long error, long for_ever) {
  strncpy(folder, below, sizeof folder - 1);
  at = n, seen = 0, error_number = error, sticky = for_ever;
}
long ventanilla_seen(void) { return seen; }

static int fails(void) {
  seen++;
  if (!at || (sticky ? seen < at : seen != at)) return 0;
  if (error_number < 0) {
    kill(getpid(), SIGKILL);
    pause();
  }
  errno = (int)error_number;
  return 1;
}
static int ours(const char *path) {
  return folder[0] && path && strncmp(path, folder, strlen(folder)) == 0;
}
static int our_file(int fd) {
  char link[64], path[4096];
  if (!folder[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return ours(path);
}
#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t n) {
  REAL(write);
  return our_file(fd) && fails() ? -1 : real(fd, data, n);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t o) {
  REAL(pwrite);
  return our_file(fd) && fails() ? -1 : real(fd, data, n, o);
}
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t o) {
  REAL(pwrite64);
  return our_file(fd) && fails() ? -1 : real(fd, data, n, o);
}
/* Nothing is really synced, which would take most of the time: what a killed process wrote stays. */
int fsync(int fd) { return our_file(fd) && fails() ? -1 : 0; }
int fdatasync(int fd) { return our_file(fd) && fails() ? -1 : 0; }
int ftruncate(int fd, off_t n) {
  REAL(ftruncate);
  return our_file(fd) && fails() ? -1 : real(fd, n);
}
int ftruncate64(int fd, off64_t n) {
  REAL(ftruncate64);
  return our_file(fd) && fails() ? -1 : real(fd, n);
}
int rename(const char *from, const char *to) {
  REAL(rename);
  return ours(to) && fails() ? -1 : real(from, to);
}
int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return ours(path) && fails() ? -1 : real(path, mode);
}
int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  REAL(open);
  return (flags & O_CREAT) && ours(path) && fails() ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  REAL(open64);
  return (flags & O_CREAT) && ours(path) && fails() ? -1 : real(path, flags, mode);
}
