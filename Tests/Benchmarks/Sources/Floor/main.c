/* Answers every line with an empty result under the line's own id, and does nothing else. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
    static char line[1 << 20], answer[1 << 10];
    while (fgets(line, sizeof line, stdin)) {
        char *id = strstr(line, "\"id\":");
        if (!id) continue;
        id += 5;
        size_t length = strcspn(id, ",}");
        int size = snprintf(answer, sizeof answer, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":{}}\n", (int)length, id);
        if (write(1, answer, size) != size) return 1;
    }
    return 0;
}
