/* Appends numbered, checksummed records to one or two files at once; the same program checks them.
 *
 * writer run RATE FILE [FILE]   writes RATE records a second; SIGUSR1 pauses at a pair boundary,
 *                               SIGUSR2 goes on, SIGTERM ends at a pair boundary.
 * writer check FILE [FILE]      prints {"ok":…,"last":[…],"problem":…}; ends with 0 if ok.
 *
 * A record is 64 bytes, little endian: "TWR1", file index (u32), number from 1 on (u64),
 * nanoseconds since 1970 (u64), 36 zero bytes, CRC-32 of the first 60 bytes (u32).
 * Record n lies in slot (n-1) % SLOTS of a file of 4 MiB, whose unused slots are zero: so a lab
 * left running for weeks does not fill the volume, and a record costs one write and one flush
 * instead of a commit of the journal, which keeps many guests quiet on few processors.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 65536ULL
#define STATE "/run/writer.state"

struct record {
    char magic[4];
    uint32_t file;
    uint64_t number;
    uint64_t nanoseconds;
    unsigned char zero[36];
    uint32_t crc;
} __attribute__((packed));

static uint32_t table[256];

static void make_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
}

static uint32_t crc_of(const struct record *r)
{
    const unsigned char *p = (const unsigned char *)r;
    uint32_t c = 0xFFFFFFFFU;
    for (int i = 0; i < 60; i++)
        c = table[(c ^ p[i]) & 0xFF] ^ (c >> 8);
    return c ^ 0xFFFFFFFFU;
}

static int whole(const struct record *r, uint32_t file)
{
    return !memcmp(r->magic, "TWR1", 4) && r->file == file && r->crc == crc_of(r);
}

/* The last record's number, or 0 for none; *problem says what is wrong with the file, if anything. */
static uint64_t scan(const char *path, uint32_t file, const char **problem)
{
    static struct record all[SLOTS];
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        if (errno != ENOENT)
            *problem = "cannot be read";
        return 0;
    }
    size_t have = 0;
    ssize_t got;
    while (have < sizeof all && (got = read(fd, (char *)all + have, sizeof all - have)) > 0)
        have += (size_t)got;
    close(fd);
    if (have % sizeof(struct record))
        *problem = "ends in the middle of a record";
    uint64_t slots = have / sizeof(struct record), count = 0, last = 0;
    static const struct record empty;
    for (uint64_t i = 0; i < slots; i++) {
        if (!memcmp(&all[i], &empty, sizeof empty))
            continue;
        count++;
        if (!whole(&all[i], file))
            *problem = "holds a damaged record";
        else if ((all[i].number - 1) % SLOTS != i)
            *problem = "holds a record in another's place";
        else if (all[i].number > last)
            last = all[i].number;
    }
    if (!*problem && count != (last < SLOTS ? last : SLOTS))
        *problem = "has a gap";
    for (uint64_t back = 0; back < count && !*problem; back++)
        if (all[(last - 1 - back) % SLOTS].number != last - back)
            *problem = "has a gap";
    return last;
}

static int check(int files, char **paths)
{
    uint64_t last[2] = {0, 0};
    const char *problem = NULL;
    for (int i = 0; i < files; i++) {
        const char *wrong = NULL;
        last[i] = scan(paths[i], (uint32_t)i, &wrong);
        if (wrong)
            problem = wrong;
    }
    if (files == 2 && !problem && (last[0] > last[1] + 1 || last[1] > last[0] + 1))
        problem = "the two volumes are more than one record apart";
    printf("{\"ok\":%s,\"last\":[%llu", problem ? "false" : "true", (unsigned long long)last[0]);
    if (files == 2)
        printf(",%llu", (unsigned long long)last[1]);
    printf("],\"problem\":\"%s\"}\n", problem ? problem : "");
    return problem ? 1 : 0;
}

/* Written whole, then renamed: the hook must never read half a line. */
static void tell(const char *state, uint64_t number)
{
    FILE *f = fopen(STATE ".new", "w");
    if (!f)
        return;
    fprintf(f, "%s %llu\n", state, (unsigned long long)number);
    fclose(f);
    rename(STATE ".new", STATE);
}

static int put(int fd, uint32_t file, uint64_t number)
{
    struct record r;
    struct timespec now;
    memset(&r, 0, sizeof r);
    clock_gettime(CLOCK_REALTIME, &now);
    memcpy(r.magic, "TWR1", 4);
    r.file = file;
    r.number = number;
    r.nanoseconds = (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
    r.crc = crc_of(&r);
    off_t at = (off_t)(((number - 1) % SLOTS) * sizeof r);
    return pwrite(fd, &r, sizeof r, at) == (ssize_t)sizeof r ? 0 : -1;
}

/* Gives the file its full size in written blocks; a record then changes no metadata. */
static int fill_up(int fd)
{
    static const char zero[65536];
    struct stat now;
    if (fstat(fd, &now))
        return -1;
    off_t at = now.st_size - now.st_size % (off_t)sizeof(struct record);
    while (at < (off_t)(SLOTS * sizeof(struct record))) {
        size_t left = (size_t)((off_t)(SLOTS * sizeof(struct record)) - at);
        ssize_t put = pwrite(fd, zero, left < sizeof zero ? left : sizeof zero, at);
        if (put <= 0)
            return -1;
        at += put;
    }
    return fsync(fd);
}

static int run(long rate, int files, char **paths)
{
    int fd[2] = {-1, -1};
    uint64_t number = UINT64_MAX;
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGUSR1);
    sigaddset(&wanted, SIGUSR2);
    sigaddset(&wanted, SIGTERM);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    for (int i = 0; i < files; i++) {
        const char *wrong = NULL;
        uint64_t last = scan(paths[i], (uint32_t)i, &wrong);
        if (wrong) {
            tell("damaged", last);
            fprintf(stderr, "%s %s\n", paths[i], wrong);
            return 1;
        }
        /* The file that is one behind gets its record; the other's is written anew. */
        if (last < number)
            number = last;
        fd[i] = open(paths[i], O_RDWR | O_CREAT, 0644);
        if (fd[i] < 0 || fill_up(fd[i])) {
            tell("failed", 0);
            fprintf(stderr, "%s: %s\n", paths[i], strerror(errno));
            return 1;
        }
    }
    int paused = 0;
    struct timespec pause = {0, rate > 1 ? 1000000000L / rate : 999999999L};
    tell("running", number);
    for (;;) {
        /* Signals are taken here only, between two pairs: that is the boundary. */
        int got = paused ? sigwaitinfo(&wanted, NULL) : sigtimedwait(&wanted, NULL, &pause);
        if (got == SIGTERM) {
            tell("ended", number);
            return 0;
        }
        if (got == SIGUSR1 || got == SIGUSR2) {
            paused = got == SIGUSR1;
            tell(paused ? "paused" : "running", number);
        }
        if (got > 0 || paused)
            continue;
        int failed = 0;
        for (int i = 0; i < files; i++)
            failed |= put(fd[i], (uint32_t)i, number + 1);
        for (int i = 0; i < files; i++)
            failed |= fdatasync(fd[i]);
        if (failed) {
            tell("failed", number);
            fprintf(stderr, "record %llu: %s\n", (unsigned long long)number + 1, strerror(errno));
            sleep(1);
        } else {
            number++;
        }
    }
}

int main(int argc, char **argv)
{
    make_table();
    if (argc >= 3 && argc <= 4 && !strcmp(argv[1], "check"))
        return check(argc - 2, argv + 2);
    if (argc >= 4 && argc <= 5 && !strcmp(argv[1], "run"))
        return run(atol(argv[2]), argc - 3, argv + 3);
    fprintf(stderr, "writer run RATE FILE [FILE] | check FILE [FILE]\n");
    return 2;
}
