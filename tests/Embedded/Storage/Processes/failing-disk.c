/*
 * Preloaded into a process, lets the disk fail for one file. The file that MOTIA_TEST_FAULT names says how, anew at each call:
 * "fsync SUFFIX" fails fsync with EIO, "full SUFFIX" fails writes with ENOSPC, on files whose path ends with SUFFIX.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int has_fault(int fd, const char *kind)
{
    char fault[256] = {0}, link[64], path[4096] = {0};
    const char *name = getenv("MOTIA_TEST_FAULT");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return 0;
    ssize_t read_bytes = read(file, fault, sizeof fault - 1);
    close(file);
    size_t kind_length = strlen(kind);
    if (read_bytes <= 0 || strncmp(fault, kind, kind_length) != 0 || fault[kind_length] != ' ')
        return 0;

    const char *suffix = fault + kind_length + 1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (readlink(link, path, sizeof path - 1) < 0)
        return 0;
    size_t path_length = strlen(path), suffix_length = strlen(suffix);
    return path_length >= suffix_length && strcmp(path + path_length - suffix_length, suffix) == 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(error) do { errno = error; return -1; } while (0)

int fsync(int fd)
{
    if (has_fault(fd, "fsync"))
        FAIL(EIO);
    return NEXT(fsync)(fd);
}

int fdatasync(int fd)
{
    if (has_fault(fd, "fsync"))
        FAIL(EIO);
    return NEXT(fdatasync)(fd);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    if (has_fault(fd, "full"))
        FAIL(ENOSPC);
    return NEXT(write)(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    if (has_fault(fd, "full"))
        FAIL(ENOSPC);
    return NEXT(pwrite)(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    if (has_fault(fd, "full"))
        FAIL(ENOSPC);
    return NEXT(pwrite64)(fd, bytes, count, offset);
}
