#define _GNU_SOURCE
/*
 * The least that a server can do: answers every line under the line's own id. A call is answered with what the API at
 * FOUNDRY_API_URL answers, as text and as structured content; anything else with an empty result. It parses no JSON,
 * checks nothing, and serves one call at a time.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *body, *answer;
static size_t capacity;

static void reserve(size_t size) {
    if (size <= capacity) return;
    capacity = size;
    body = realloc(body, size);
    answer = realloc(answer, 3 * size + 4096);
    if (!body || !answer) exit(1);
}

static int connect_to_api(void) {
    static int connection = -1;
    if (connection >= 0) return connection;
    const char *port = strrchr(getenv("FOUNDRY_API_URL"), ':');
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port + 1))};
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) exit(1);
    return connection;
}

/* Reads the answer to a request into the body, and returns its length. */
static size_t get(const char *path) {
    char head[1 << 16];
    int connection = connect_to_api();
    size_t size = snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path), length, have;
    if (write(connection, head, size) != (ssize_t)size) exit(1);
    char *end = NULL;
    size = 0;
    while (!end) {
        ssize_t count = read(connection, head + size, sizeof head - 1 - size);
        if (count <= 0) exit(1);
        size += count;
        head[size] = 0;
        end = strstr(head, "\r\n\r\n");
    }
    char *field = strcasestr(head, "content-length:");
    if (!field) exit(1);
    length = strtoul(field + 15, NULL, 10);
    reserve(length);
    have = size - (end + 4 - head);
    memcpy(body, end + 4, have);
    while (have < length) {
        ssize_t count = read(connection, body + have, length - have);
        if (count <= 0) exit(1);
        have += count;
    }
    return length;
}

/* Makes the answer to a call, and returns its length. */
static size_t call(const char *line, const char *id, int digits) {
    size_t length = get(
        strstr(line, "list_quotes") ? "/api/v1/quotes"
        : strstr(line, "huge") ? "/api/v1/results?search=huge" : "/api/v1/results");
    char *out = answer;
    out += sprintf(
        out, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"", digits, id);
    for (size_t at = 0; at < length; at++) {
        if (body[at] == '"' || body[at] == '\\') *out++ = '\\';
        *out++ = body[at];
    }
    out += sprintf(out, "\"}],\"structuredContent\":");
    memcpy(out, body, length);
    out += length;
    return out + sprintf(out, "}}\n") - answer;
}

int main(void) {
    static char line[1 << 20];
    reserve(1 << 10);
    while (fgets(line, sizeof line, stdin)) {
        char *id = strstr(line, "\"id\":");
        if (!id) continue;
        id += 5;
        int digits = (int)strcspn(id, ",}");
        size_t size = strstr(line, "\"tools/call\"")
            ? call(line, id, digits)
            : (size_t)sprintf(answer, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":{}}\n", digits, id);
        for (size_t sent = 0; sent < size;) {
            ssize_t count = write(1, answer + sent, size - sent);
            if (count <= 0) return 1;
            sent += count;
        }
    }
    return 0;
}
