/* Obeys the power button and answers the lab's control port, with or without the guest agent.
 *
 * A request is one line, "ID COMMAND"; the answer is one line, "ID CODE HEX", HEX being what
 * /bin/control COMMAND printed. The ID lets the lab drop answers to a caller that went away.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT "/dev/virtio-ports/twinpoint.control"
#define LIMIT (512 * 1024)

static void answer(int port, char *line)
{
    static char output[LIMIT], reply[2 * LIMIT + 128];
    char *command = strchr(line, ' ');
    if (!command)
        return;
    *command++ = 0;
    int ends[2];
    if (pipe(ends))
        return;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        close(port);
        execl("/bin/control", "control", command, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    size_t have = 0;
    ssize_t got;
    while (have < LIMIT && (got = read(ends[0], output + have, LIMIT - have)) > 0)
        have += (size_t)got;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    int n = sprintf(reply, "%.64s %d ", line, WIFEXITED(status) ? WEXITSTATUS(status) : 255);
    for (size_t i = 0; i < have; i++)
        n += sprintf(reply + n, "%02x", (unsigned char)output[i]);
    reply[n++] = '\n';
    for (int sent = 0; sent < n;) {
        ssize_t put = write(port, reply + sent, (size_t)(n - sent));
        if (put <= 0)
            return;
        sent += (int)put;
    }
}

static int open_buttons(struct pollfd *fds, int room)
{
    int count = 0;
    DIR *dir = opendir("/dev/input");
    if (!dir)
        return 0;
    for (struct dirent *e; (e = readdir(dir)) && count < room;) {
        char path[300];
        if (strncmp(e->d_name, "event", 5))
            continue;
        snprintf(path, sizeof path, "/dev/input/%s", e->d_name);
        int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0)
            fds[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
    }
    closedir(dir);
    return count;
}

int main(void)
{
    static char buffer[8192];
    size_t have = 0;
    struct pollfd fds[9];
    int buttons = open_buttons(fds + 1, 8);
    fds[0] = (struct pollfd){.fd = open(PORT, O_RDWR | O_CLOEXEC), .events = POLLIN};
    for (;;) {
        if (poll(fds, (nfds_t)buttons + 1, -1) < 0 && errno != EINTR)
            return 1;
        for (int i = 1; i <= buttons; i++) {
            struct input_event event;
            while (read(fds[i].fd, &event, sizeof event) == (ssize_t)sizeof event)
                if (event.type == EV_KEY && event.code == KEY_POWER && event.value == 1)
                    if (system("/sbin/poweroff"))
                        perror("poweroff");
        }
        if (fds[0].revents & POLLIN) {
            ssize_t got = read(fds[0].fd, buffer + have, sizeof buffer - have - 1);
            if (got > 0) {
                have += (size_t)got;
                buffer[have] = 0;
                for (char *end; (end = strchr(buffer, '\n'));) {
                    *end = 0;
                    answer(fds[0].fd, buffer);
                    have -= (size_t)(end + 1 - buffer);
                    memmove(buffer, end + 1, have + 1);
                }
                if (have >= sizeof buffer - 1)
                    have = 0;
                continue;
            }
        }
        /* Nobody is connected on the host's side: poll() returns at once, so sleep instead. */
        if (fds[0].revents & POLLHUP)
            usleep(250 * 1000);
    }
}
