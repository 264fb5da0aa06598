/* Counts what the program asks the disk to make durable. Loaded with LD_PRELOAD by the bench. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>

static atomic_long counted;

long ventanilla_syncs(void) { return atomic_load(&counted); }

static int forward(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  atomic_fetch_add(&counted, 1);
  return real(fd);
}

int fsync(int fd) { return forward("fsync", fd); }
int fdatasync(int fd) { return forward("fdatasync", fd); }
